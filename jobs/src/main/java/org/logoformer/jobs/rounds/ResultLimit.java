package org.logoformer.jobs.rounds;

import org.apache.spark.SparkConf;
import org.logoformer.error.ClusterException;

/** Whether the driver may receive what a round sends it. */
public final class ResultLimit {
  private static final String KEY = "spark.driver.maxResultSize";
  private static final long MIB = 1L << 20;

  /** Reports, statistics and Spark's own part of a task result. */
  private static final long PER_TASK = 64 << 10;

  private ResultLimit() {}

  /**
   * Refuses a limit that the first round would run into.
   *
   * @param stateBytes parameters and updater state
   * @throws ClusterException with the number to set
   */
  public static void require(SparkConf conf, long stateBytes, int workers) {
    long limit = conf.getSizeAsBytes(KEY, "1g");
    int slices = SparkRounds.slices(stateBytes, workers);
    // Statistics travel beside the parameters they are part of.
    long needed = 2 * stateBytes + PER_TASK * (slices + workers);
    if (limit > 0 && limit < needed) {
      throw new ClusterException(
          "%s is %d bytes, but a round of this model with %d workers sends the driver up to %d: set spark.conf.%s=%dm"
              .formatted(KEY, limit, workers, needed, quoted(), (needed + MIB - 1) / MIB));
    }
  }

  private static String quoted() {
    return "\"" + KEY + "\"";
  }
}
