package org.logoformer.train.round;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Where a worker's time in a round went, by its own clock.
 *
 * @param receiveNanos getting the common state into the network
 * @param dataNanos waiting for mini-batches
 * @param computeNanos training
 * @param sendNanos getting the result out of the network and on its way
 */
public record WorkerTimes(long receiveNanos, long dataNanos, long computeNanos, long sendNanos)
    implements Serializable {
  /** No time. */
  public static final WorkerTimes ZERO = new WorkerTimes(0, 0, 0, 0);

  /** All of it. */
  public long busyNanos() {
    return receiveNanos + dataNanos + computeNanos + sendNanos;
  }

  /** Both together. */
  public WorkerTimes plus(WorkerTimes other) {
    return new WorkerTimes(
        receiveNanos + other.receiveNanos,
        dataNanos + other.dataNanos,
        computeNanos + other.computeNanos,
        sendNanos + other.sendNanos);
  }

  /**
   * The phases of workers that run side by side: each phase as the mean worker sees it, and how
   * long that one waits for the slowest. Together they last as long as the slowest worker is busy.
   */
  public static RoundTimes sideBySide(List<WorkerTimes> workers) {
    long mean = mean(workers, WorkerTimes::busyNanos);
    long slowest = workers.stream().mapToLong(WorkerTimes::busyNanos).max().orElse(0);
    long receive = mean(workers, WorkerTimes::receiveNanos);
    long data = mean(workers, WorkerTimes::dataNanos);
    long send = mean(workers, WorkerTimes::sendNanos);
    return new RoundTimes(
        Map.of(
            Phase.BROADCAST,
            receive,
            Phase.DATA,
            data,
            // What rounding the means down leaves over belongs somewhere.
            Phase.COMPUTE,
            mean - receive - data - send,
            Phase.REDUCE,
            send,
            Phase.STRAGGLERS,
            slowest - mean));
  }

  /** The phases of workers that run one after the other. */
  public static RoundTimes inTurn(List<WorkerTimes> workers) {
    return sideBySide(List.of(workers.stream().reduce(ZERO, WorkerTimes::plus)));
  }

  private static long mean(List<WorkerTimes> workers, ToLongFunction<WorkerTimes> part) {
    return workers.isEmpty() ? 0 : workers.stream().mapToLong(part).sum() / workers.size();
  }
}
