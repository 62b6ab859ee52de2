package org.logoformer.jobs.slots;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which slots of the cluster the workers of which training sit on; never two trainings on one.
 * Executors may come and go: a training that has seats keeps them, and whoever asks next is given
 * what there is then.
 */
public final class Seating {
  private final Supplier<List<Executor>> executors;
  private final Map<Integer, List<Taken>> taken = new HashMap<>();

  /**
   * A process that runs tasks.
   *
   * @param place for {@link Seats}; empty if it is the only one
   */
  public record Executor(String place, int cores) {}

  /**
   * The seats of a training.
   *
   * @param places of its workers; empty: anywhere
   * @param room networks that each of these executors may hold side by side; 0: those of one
   *     training
   */
  public record Seat(List<String> places, int room) {
    /** Wherever there is room, with nobody beside it. */
    public static final Seat ALONE = new Seat(List.of(), 0);

    /** Copies the list. */
    public Seat {
      places = List.copyOf(places);
    }
  }

  private record Taken(String place, int cores) {}

  /**
   * @param executors that there are now
   */
  public Seating(Supplier<List<Executor>> executors) {
    this.executors = executors;
  }

  /**
   * Seats for a training; empty if there are not enough now.
   *
   * @param training its number
   * @param cores of each worker
   */
  public Optional<Seat> take(int training, int workers, int cores) {
    List<Taken> found = new ArrayList<>();
    int room = Integer.MAX_VALUE;
    for (Executor executor : executors.get()) {
      int free = (executor.cores() - used(executor.place())) / cores;
      int seats = Math.min(free, workers - found.size());
      if (seats > 0) {
        found.addAll(Collections.nCopies(seats, new Taken(executor.place(), cores)));
        room = Math.min(room, executor.cores() / cores);
      }
    }
    if (found.size() < workers) {
      return Optional.empty();
    }
    taken.put(training, found);
    List<String> places = found.stream().map(Taken::place).filter(p -> !p.isEmpty()).toList();
    return Optional.of(new Seat(places, room));
  }

  /** Gives the seats of a training back, if it has some. */
  public void leave(int training) {
    taken.remove(training);
  }

  private int used(String place) {
    return taken.values().stream()
        .flatMap(List::stream)
        .filter(t -> t.place().equals(place))
        .mapToInt(Taken::cores)
        .sum();
  }
}
