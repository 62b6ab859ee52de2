package org.logoformer.jobs.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.logoformer.jobs.rounds.CrewLinks.Arrived;
import org.logoformer.jobs.rounds.CrewMessage.Present;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerResult;
import org.logoformer.train.state.FlatVector;

/**
 * How one worker of a crew comes to the mean of all: slice i of every result goes to worker i, who
 * averages it in worker order and sends the mean to all. So a worker sends 2 (W - 1) / W of a state
 * in a round, and the sums are those of {@link SliceMean}, to the last bit.
 */
final class CrewExchange implements AutoCloseable {
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
   * @param means of all slices, in their order
   * @param sent bytes that all workers sent each other
   */
  record Means(List<SliceMean> means, long sent) {
    /** Of all workers, in their order. */
    List<WorkerReport> reports() {
      return means.get(0).head().reports();
    }

    FlatVector mean() {
      return SliceMean.joined(means);
    }

    FlatVector pooled() {
      return means.get(0).pooled();
    }
  }

  int worker() {
    return worker;
  }

  /** Finds the other workers by the driver, and connects with them. */
  void meet(CrewLine driver, long attempt) {
    CrewAddress here = links == null ? new CrewAddress(worker, "", 0) : links.address();
    List<CrewAddress> all = driver.meet(new Present(attempt, here), CrewSlots.BEGINNING);
    if (links != null) {
      links.connect(all);
    }
  }

  /**
   * Exchanges the results of a round.
   *
   * @param round from 0, within the job
   * @param patience the longest wait for another worker
   * @param cancelled asked several times a second
   */
  Means run(int round, WorkerResult result, Duration patience, BooleanSupplier cancelled) {
    for (int i = 1; i < workers; i++) {
      int to = (worker + i) % workers;
      SliceMessage slice = SliceMessage.cut(result, to, workers);
      links.send(to, links.sealed(round, slice.head(), List.of(slice.state(), slice.statistics())));
    }
    List<SliceMessage> slices = new ArrayList<>();
    long received = 0;
    for (int from = 0; from < workers; from++) {
      if (from == worker) {
        slices.add(SliceMessage.cut(result, worker, workers));
      } else {
        Arrived slice = links.await(round, from, SliceMessage.Head.class, patience, cancelled);
        received += slice.bytes();
        slices.add(
            new SliceMessage(
                slice.head(SliceMessage.Head.class), slice.vector(0), slice.vector(1)));
      }
    }
    SliceMean own = SliceMean.of(slices, received, System.nanoTime());
    return gathered(round, own, patience, cancelled);
  }

  private Means gathered(int round, SliceMean own, Duration patience, BooleanSupplier cancelled) {
    if (workers == 1) {
      return new Means(List.of(own), 0);
    }
    byte[] packet = links.sealed(round, own.head(), List.of(own.mean(), own.pooled()));
    for (int i = 1; i < workers; i++) {
      links.send((worker + i) % workers, packet);
    }
    List<SliceMean> means = new ArrayList<>();
    long sent = 0;
    for (int from = 0; from < workers; from++) {
      int bytes = packet.length;
      SliceMean mean = own;
      if (from != worker) {
        Arrived other = links.await(round, from, SliceMean.Head.class, patience, cancelled);
        bytes = other.bytes();
        mean = new SliceMean(other.head(SliceMean.Head.class), other.vector(0), other.vector(1));
      }
      means.add(mean);
      sent += mean.head().fetched() + (long) (workers - 1) * bytes;
    }
    return new Means(means, sent);
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
