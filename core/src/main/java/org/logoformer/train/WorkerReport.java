package org.logoformer.train;

import java.io.Serializable;
import java.util.Optional;

/**
 * What a worker says about its round.
 *
 * @param examples it trained on
 * @param lossSum its losses, weighted by examples
 * @param waitNanos spent waiting for data
 * @param computeNanos spent training
 * @param host where it ran
 * @param probe what {@link NetworkSource#probe} gives there
 * @param failure null if all went well
 */
public record WorkerReport(
    int worker,
    long examples,
    double lossSum,
    long waitNanos,
    long computeNanos,
    String host,
    long probe,
    Failure failure)
    implements Serializable {
  /** Why the result does not count, if it does not. */
  public Optional<Failure> problem() {
    return Optional.ofNullable(failure);
  }

  /** The report of the same round with where it was made. */
  public WorkerReport from(String newHost, long newProbe) {
    return new WorkerReport(
        worker, examples, lossSum, waitNanos, computeNanos, newHost, newProbe, failure);
  }
}
