package org.logoformer.jobs.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.logoformer.jobs.rounds.CrewLinks.Arrived;
import org.logoformer.jobs.rounds.CrewLinks.Wanted;
import org.logoformer.jobs.rounds.CrewMessage.Present;
import org.logoformer.train.round.WorkerResult;
import org.logoformer.train.state.FlatVector;

/**
 * How one worker of a crew comes to the mean of all: each slice of every result goes to the worker
 * whose slice it is, who averages it in worker order and sends the mean to all. So a worker sends 2
 * (W - 1) / W of a state in a round, and the sums are those of {@link SliceMean}, to the last bit.
 *
 * <p>A worker has several slices, of a size that a processor's cache and the young generation of a
 * heap take easily, and sends the mean of each at once.
 */
final class CrewExchange implements AutoCloseable {
  private static final long SLICE_BYTES = 256L << 10;

  private final int worker;
  private final int workers;

  /** Null for a worker alone, which opens no port. */
  private final CrewLinks links;

  /**
   * Opens what the others connect with.
   *
   * @param crew names the attempt at the job
   */
  CrewExchange(String crew, int worker, int workers) {
    this.worker = worker;
    this.workers = workers;
    this.links = workers == 1 ? null : new CrewLinks(crew, worker);
  }

  /**
   * What a worker has after an exchange.
   *
   * @param sent bytes that all workers sent each other
   */
  record Exchanged(SliceMeans means, long sent) {}

  /**
   * A round's exchange.
   *
   * @param round from 0, within the job
   * @param stateBytes of the state, the same for all workers: what they send is no longer
   * @param patience the longest wait for another worker
   * @param cancelled asked several times a second
   */
  record Turn(int round, long stateBytes, Duration patience, BooleanSupplier cancelled) {
    /** As many for each worker. */
    private int slices(int workers) {
      long most = SLICE_BYTES * workers;
      return workers * Math.toIntExact(Math.max(1, (stateBytes + most - 1) / most));
    }
  }

  int worker() {
    return worker;
  }

  /** Finds the other workers by the driver, and connects with them. */
  void meet(CrewLine driver, long attempt) {
    connect(driver.meet(new Present(attempt, address()), CrewSlots.BEGINNING));
  }

  /** Where the others reach this worker. */
  CrewAddress address() {
    return links == null ? new CrewAddress(worker, "", 0) : links.address();
  }

  /** Connects with the others. */
  void connect(List<CrewAddress> all) {
    if (links != null) {
      links.connect(all);
    }
  }

  /** Exchanges the results of a round. */
  Exchanged run(Turn turn, WorkerResult result) {
    int slices = turn.slices(workers);
    scatter(turn, result, slices);
    SliceMean[] means = new SliceMean[slices];
    long sent = 0;
    for (int slice = worker; slice < slices; slice += workers) {
      means[slice] = mean(turn, slice, SliceMessage.cut(result, slice, slices));
      sent += spread(turn, slice, means[slice]);
    }
    for (int slice = 0; slice < slices; slice++) {
      if (slice % workers != worker) {
        Arrived mean = await(turn, slice % workers, slice, SliceMean.Head.class);
        means[slice] =
            new SliceMean(mean.head(SliceMean.Head.class), mean.vector(0), mean.vector(1));
        sent += (long) (workers - 1) * mean.bytes();
      }
      sent += means[slice].head().fetched();
    }
    return new Exchanged(new SliceMeans(List.of(means)), sent);
  }

  /** Sends the slices of the others, of each worker the first ones first. */
  private void scatter(Turn turn, WorkerResult result, int slices) {
    for (int first = 0; first < slices; first += workers) {
      for (int i = 1; i < workers; i++) {
        int to = (worker + i) % workers;
        SliceMessage slice = SliceMessage.cut(result, first + to, slices);
        List<FlatVector> vectors = List.of(slice.state(), slice.statistics());
        links.send(to, links.sealed(turn.round(), first + to, slice.head(), vectors));
      }
    }
  }

  private SliceMean mean(Turn turn, int slice, SliceMessage own) {
    List<SliceMessage> all = new ArrayList<>();
    long received = 0;
    for (int from = 0; from < workers; from++) {
      if (from == worker) {
        all.add(own);
      } else {
        Arrived other = await(turn, from, slice, SliceMessage.Head.class);
        received += other.bytes();
        all.add(
            new SliceMessage(
                other.head(SliceMessage.Head.class), other.vector(0), other.vector(1)));
      }
    }
    return SliceMean.of(all, received, System.nanoTime());
  }

  /** Sends a mean to all others; returns the bytes of that. */
  private long spread(Turn turn, int slice, SliceMean mean) {
    if (workers == 1) {
      return 0;
    }
    byte[] packet =
        links.sealed(turn.round(), slice, mean.head(), List.of(mean.mean(), mean.pooled()));
    for (int i = 1; i < workers; i++) {
      links.send((worker + i) % workers, packet);
    }
    return (long) (workers - 1) * packet.length;
  }

  private Arrived await(Turn turn, int from, int slice, Class<?> head) {
    Wanted wanted = new Wanted(turn.round(), from, slice, head);
    return links.await(wanted, turn.patience(), turn.cancelled());
  }

  /** Waits until the others have what was sent to them. */
  void flush(Duration patience, BooleanSupplier cancelled) {
    if (links != null) {
      links.flush(patience, cancelled);
    }
  }

  @Override
  public void close() {
    if (links != null) {
      links.close();
    }
  }
}
