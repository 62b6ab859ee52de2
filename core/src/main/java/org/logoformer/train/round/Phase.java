package org.logoformer.train.round;

import java.util.Locale;

/** What the time of a round goes into. The phases do not overlap and add up to the whole round. */
public enum Phase {
  /** The state goes out: encoded on the driver, fetched and loaded by a worker (mean). */
  BROADCAST,
  /** A worker waits for mini-batches (mean over workers). */
  DATA,
  /** A worker takes its steps (mean over workers). */
  COMPUTE,
  /** The mean worker waits for the slowest. */
  STRAGGLERS,
  /** No worker has work: tasks are being started, networks built, results collected. */
  SCHEDULING,
  /** Results are cut into slices, moved and summed. */
  REDUCE,
  /** The driver makes the next state of the sums. */
  APPLY,
  /** The checkpoint after the round, if there is one. */
  CHECKPOINT;

  /** As it is called in {@code metrics.jsonl} and in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
