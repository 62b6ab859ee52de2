package org.logoformer.train.round;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What a worker says about its round.
 *
 * @param examples it trained on
 * @param lossSum its losses, weighted by examples
 * @param host where it ran
 * @param probe what {@link org.logoformer.train.source.NetworkSource#probe} gives there
 * @param routed operations that do not take the direct way there, see {@link
 *     org.logoformer.engine.KernelsFactory#routed}
 * @param failure null if all went well
 */
public record WorkerReport(
    int worker,
    long examples,
    double lossSum,
    WorkerTimes times,
    String host,
    long probe,
    List<String> routed,
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
  public WorkerReport from(String newHost, long newProbe, List<String> newRouted) {
    return new WorkerReport(
        worker, examples, lossSum, times, newHost, newProbe, newRouted, failure);
  }

  /** The report of the same round with more time in it. */
  public WorkerReport longer(WorkerTimes more) {
    return new WorkerReport(
        worker, examples, lossSum, times.plus(more), host, probe, routed, failure);
  }
}
