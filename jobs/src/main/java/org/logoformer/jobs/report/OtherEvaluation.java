package org.logoformer.jobs.report;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Spread;

/**
 * An evaluation of a run that is not its own: other clips, frames, folds or weights.
 *
 * @param name folder below {@code evaluations}
 * @param settings what tells it apart, by key
 * @param folds names of the folds
 * @param uar means over the folds and their deviation
 * @param war likewise
 * @param tests of the folds; empty if they are not all there
 * @param members the networks of an ensemble, each alone; empty if it is none
 */
record OtherEvaluation(
    String name,
    Map<String, String> settings,
    List<String> folds,
    Spread uar,
    Spread war,
    List<Evaluation> tests,
    List<OtherEvaluation> members) {
  /** Whether it is the run's own test but for the order of the frames. */
  boolean isShuffleOnly() {
    return settings.keySet().equals(Set.of("data.shuffle-frames"));
  }

  /** What tells it apart, as text. */
  String difference() {
    return settings.isEmpty()
        ? "nothing"
        : settings.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue())
            .reduce((a, b) -> a + ", " + b)
            .orElseThrow();
  }
}
