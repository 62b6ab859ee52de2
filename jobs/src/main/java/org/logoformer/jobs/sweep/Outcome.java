package org.logoformer.jobs.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/**
 * How a trial ended.
 *
 * @param trial which
 * @param state finished or diverged
 * @param uar mean over folds; NaN if it diverged
 * @param war likewise
 */
record Outcome(Trial trial, State state, double uar, double war) {
  enum State {
    FINISHED,
    DIVERGED
  }

  /** Best UAR first, diverged trials last, in the order of the grid where equal. */
  static final Comparator<Outcome> BEST_FIRST =
      Comparator.<Outcome>comparingDouble(o -> Double.isNaN(o.uar()) ? -1 : o.uar()).reversed();

  static Outcome finished(Trial trial, JsonNode metrics) {
    return new Outcome(
        trial, State.FINISHED, metrics.path("uar").asDouble(), metrics.path("war").asDouble());
  }

  static Outcome diverged(Trial trial) {
    return new Outcome(trial, State.DIVERGED, Double.NaN, Double.NaN);
  }
}
