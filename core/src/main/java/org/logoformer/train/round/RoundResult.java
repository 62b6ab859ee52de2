package org.logoformer.train.round;

import java.util.List;
import org.logoformer.error.DataException;
import org.logoformer.error.DivergedException;
import org.logoformer.error.KernelsException;
import org.logoformer.train.state.TrainingState;

/**
 * A round that is done.
 *
 * @param state the next state; without its vectors if no listener reads them, see {@link
 *     Rounds#run(List, TrainingState, java.util.function.Consumer)}
 * @param reports one per worker, in worker order
 * @param times from start to end
 * @param inexact workers that compute other bits than they did before
 * @param lost attempts of several workers since the round before that ended together, after each of
 *     which all started again from the newest state that the driver holds; what Spark repeats for
 *     one worker alone is not counted
 */
public record RoundResult(
    TrainingState state,
    List<WorkerReport> reports,
    RoundTimes times,
    RoundBytes bytes,
    List<Integer> inexact,
    int lost) {
  public RoundResult {
    reports = List.copyOf(reports);
    inexact = List.copyOf(inexact);
  }

  /** A round before which all workers did not have to start again. */
  public RoundResult(
      TrainingState state,
      List<WorkerReport> reports,
      RoundTimes times,
      RoundBytes bytes,
      List<Integer> inexact) {
    this(state, reports, times, bytes, inexact, 0);
  }

  /** An exact one. */
  public RoundResult(
      TrainingState state, List<WorkerReport> reports, RoundTimes times, RoundBytes bytes) {
    this(state, reports, times, bytes, List.of());
  }

  /** The same round, after which a checkpoint was written. */
  public RoundResult checkpointed(long nanos) {
    return new RoundResult(
        state, reports, times.plus(Phase.CHECKPOINT, nanos), bytes, inexact, lost);
  }

  /** The same round, after {@code attempts} that were lost. */
  public RoundResult after(int attempts) {
    return new RoundResult(state, reports, times, bytes, inexact, attempts);
  }

  /** Examples of all workers. */
  public long examples() {
    return reports.stream().mapToLong(WorkerReport::examples).sum();
  }

  /** Workers that were too slow to count. */
  public int dropped() {
    return (int) reports.stream().filter(WorkerReport::late).count();
  }

  /** Mean loss over all examples. */
  public double loss() {
    return reports.stream().mapToDouble(WorkerReport::lossSum).sum() / examples();
  }

  /**
   * Refuses a round with a worker whose result does not count, unless it is only late.
   *
   * @param reports in worker order
   */
  public static void requireSound(List<WorkerReport> reports) {
    for (WorkerReport report : reports) {
      report
          .problem()
          .filter(failure -> failure.kind() != Failure.Kind.LATE)
          .ifPresent(failure -> refuse(report, failure));
    }
  }

  private static void refuse(WorkerReport report, Failure failure) {
    String host = report.host().isEmpty() ? "this machine" : report.host();
    if (failure.kind() == Failure.Kind.KERNELS) {
      throw new KernelsException(
          "Worker %d on %s: %s".formatted(report.worker(), host, failure.message()));
    }
    String where =
        "Worker %d on %s, step %d, data from %s: %s."
            .formatted(report.worker(), host, failure.step(), failure.origin(), failure.message());
    if (failure.kind() == Failure.Kind.DATA) {
      throw new DataException(where + " Nothing of this round was used.");
    }
    throw new DivergedException(
        "Training diverged. "
            + where
            + " Nothing of it was averaged in; the last checkpoint is intact. Lower optimiser.lr or"
            + " add optimiser.schedule.warmup-epochs"
            + (failure.step() == 1
                ? ", or, as it was the first step, look at train.init and data.normalise."
                : "."));
  }
}
