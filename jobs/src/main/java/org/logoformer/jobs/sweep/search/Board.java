package org.logoformer.jobs.sweep.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The standings of all trials of a sweep, which its events have made. Of one thread. */
public final class Board {
  /** Higher UAR first; of equal ones the trial that was drawn first. NaN is last. */
  public static final Comparator<Standing> BEST_FIRST =
      Comparator.<Standing>comparingDouble(s -> -s.last().map(Event.Score::uar).orElse(Double.NaN))
          .thenComparingInt(Standing::trial);

  private final List<Standing> standings = new ArrayList<>();

  /**
   * Before the first event.
   *
   * @param epochs of each trial, after which it is finished; the first has number 1
   */
  public Board(List<Integer> epochs) {
    for (int i = 0; i < epochs.size(); i++) {
      standings.add(new Standing(i + 1, epochs.get(i)));
    }
  }

  /** Takes note of an event; one of a trial that this sweep does not have is passed over. */
  public void apply(Event event) {
    if (event.trial() >= 1 && event.trial() <= standings.size()) {
      of(event.trial()).apply(event);
    }
  }

  /** Of a trial, from 1. */
  public Standing of(int trial) {
    return standings.get(trial - 1);
  }

  /** By number. */
  public List<Standing> all() {
    return List.copyOf(standings);
  }

  /** By number. */
  public Stream<Standing> in(State state) {
    return standings.stream().filter(s -> s.state() == state);
  }

  /** How many trials are so. */
  public long count(State state) {
    return in(state).count();
  }

  /** The finished trial with the highest UAR. */
  public Optional<Standing> best() {
    return in(State.FINISHED).filter(s -> !s.isOfOtherSettings()).min(BEST_FIRST);
  }
}
