package org.logoformer.jobs.doctor;

import org.apache.spark.SparkConf;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.rounds.ResultLimit;

/** Whether the driver's heap and its limit for results suffice for a round of averaging. */
final class DriverCheck {
  private static final Check CHECK = new Check("driver");

  /**
   * Copies of the state that a round may hold on the driver's heap at once: the state, its bytes,
   * its broadcast blocks, the slices that arrive, their mean, the next state.
   */
  private static final int COPIES = 6;

  private static final long GIB = 1L << 30;

  private DriverCheck() {}

  /**
   * Judges limit and heap.
   *
   * @param stateBytes parameters and updater state
   * @param sent by a round of it
   * @param heapBytes the most the driver's heap may grow to
   */
  static Finding of(SparkConf conf, long stateBytes, ResultLimit.Sent sent, long heapBytes) {
    try {
      ResultLimit.require(conf, sent);
    } catch (ClusterException e) {
      String message = e.getMessage();
      int advice = message.lastIndexOf(": ");
      return CHECK.fail(message.substring(0, advice), message.substring(advice + 2));
    }
    String found =
        "a state of %s, a heap of %s, results of a round within spark.driver.maxResultSize"
            .formatted(SpaceCheck.size(stateBytes), SpaceCheck.size(heapBytes));
    return heapBytes < COPIES * stateBytes
        ? CHECK.warn(
            found,
            "a round holds up to %d states at once: set spark.driver-memory to %dg or more"
                .formatted(COPIES, (COPIES * stateBytes) / GIB + 2))
        : CHECK.ok(found);
  }
}
