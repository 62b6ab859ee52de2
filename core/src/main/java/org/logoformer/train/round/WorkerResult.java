package org.logoformer.train.round;

import java.io.Serializable;
import java.util.List;
import org.logoformer.train.plan.Share;
import org.logoformer.train.state.FlatVector;

/**
 * What a worker brings back from a round.
 *
 * @param state parameters followed by updater state; empty if the worker failed or had no example
 * @param statistics as {@link org.logoformer.train.state.Statistics#gather} lays them out; empty
 *     likewise
 */
public record WorkerResult(WorkerReport report, FlatVector state, FlatVector statistics)
    implements Serializable {
  /** The same result with another report. */
  public WorkerResult reporting(WorkerReport newReport) {
    return new WorkerResult(newReport, state, statistics);
  }

  /** Of a worker that did not begin, on {@code host}. */
  public static WorkerResult refused(Share share, String host, Failure why) {
    return without(
        new WorkerReport(share.worker(), 0, 0, WorkerTimes.ZERO, host, 0, List.of(), why));
  }

  static WorkerResult without(WorkerReport report) {
    FlatVector nothing = FlatVector.copyOf(null);
    return new WorkerResult(report, nothing, nothing);
  }
}
