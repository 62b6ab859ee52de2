package org.logoformer.jobs.training;

import org.apache.spark.SparkException;
import org.logoformer.error.ClusterException;
import org.logoformer.error.LogoException;
import org.logoformer.error.Reason;
import org.logoformer.train.plan.Position;

/** What becomes of failures of the jobs between two epochs. */
final class AfterEpoch {
  private AfterEpoch() {}

  /**
   * For the user: what a task said of the data, or that the cluster gave up.
   *
   * @param what the job did
   * @param thrown by Spark, which does not declare its exceptions
   */
  static RuntimeException failed(String what, Position position, Exception thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof LogoException told) {
        return told;
      }
    }
    if (thrown instanceof SparkException) {
      return new ClusterException(
          "%s after epoch %d failed for good: %s The last checkpoint is intact: run the same command again to go on from it."
              .formatted(what, position.epoch(), Reason.of(thrown)),
          thrown);
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(thrown);
  }
}
