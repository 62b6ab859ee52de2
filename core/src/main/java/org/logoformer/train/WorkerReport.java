package org.logoformer.train;

import java.io.Serializable;
import java.util.Optional;

/**
 * What a worker says about its round.
 *
 * @param examples it trained on
 * @param lossSum its losses, weighted by examples
 * @param host where it ran
 * @param probe what {@link NetworkSource#probe} gives there
 * @param failure null if all went well
 */
public record WorkerReport(
    int worker,
    long examples,
    double lossSum,
    WorkerTimes times,
    String host,
    long probe,
    Failure failure)
    implements Serializable {
  /** Why the result does not count, if it does not. */
  public Optional<Failure> problem() {
    return Optional.ofNullable(failure);
  }

  /** Whether the round goes on without this worker because it was too slow. */
  public boolean late() {
    return failure != null && failure.kind() == Failure.Kind.LATE;
  }

  /** The report of the same round with where it was made. */
  public WorkerReport from(String newHost, long newProbe) {
    return new WorkerReport(worker, examples, lossSum, times, newHost, newProbe, failure);
  }

  /** The report of the same round with more time in it. */
  public WorkerReport longer(WorkerTimes more) {
    return new WorkerReport(worker, examples, lossSum, times.plus(more), host, probe, failure);
  }
}
