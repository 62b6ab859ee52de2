package org.logoformer.jobs.sweep;

import java.util.Comparator;
import java.util.Locale;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.run.RunMetrics;

/**
 * How a trial ended.
 *
 * @param trial which
 * @param state finished, diverged or refused
 * @param uar mean over folds; NaN if it did not finish
 * @param war likewise
 * @param refusal why it was refused; null if it was not
 */
record Outcome(Trial trial, State state, double uar, double war, LogoException refusal) {
  enum State {
    FINISHED,
    DIVERGED,
    REFUSED
  }

  /** Best UAR first, those without last, in the order of the grid where equal. */
  static final Comparator<Outcome> BEST_FIRST =
      Comparator.<Outcome>comparingDouble(o -> Double.isNaN(o.uar()) ? -1 : o.uar()).reversed();

  /** What is said of a trial that is not trained again. */
  String done() {
    return state == State.FINISHED ? "done" : "diverged before; remove its folder to try it again";
  }

  /** The trial with its figures, or why it has none, and its settings. */
  String line() {
    String figures =
        state == State.FINISHED
            ? String.format(Locale.ROOT, "uar=%.4f war=%.4f", uar, war)
            : state.name().toLowerCase(Locale.ROOT);
    return "%s %s %s".formatted(trial.name(), figures, String.join(" ", trial.settings()));
  }

  static Outcome finished(Trial trial, RunMetrics metrics) {
    return new Outcome(trial, State.FINISHED, metrics.uar().mean(), metrics.war().mean(), null);
  }

  static Outcome diverged(Trial trial) {
    return new Outcome(trial, State.DIVERGED, Double.NaN, Double.NaN, null);
  }

  static Outcome refused(Trial trial, LogoException refusal) {
    return new Outcome(trial, State.REFUSED, Double.NaN, Double.NaN, refusal);
  }
}
