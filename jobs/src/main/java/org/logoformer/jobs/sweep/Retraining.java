package org.logoformer.jobs.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.Spread;
import org.logoformer.jobs.sweep.page.SweepPage;
import org.logoformer.jobs.sweep.search.Event.Score;
import org.logoformer.jobs.sweep.search.Standing;
import org.logoformer.jobs.sweep.search.State;

/**
 * The best trials once more, from other seeds: what a search calls the best is in part the
 * luckiest.
 *
 * @param top how many trials
 * @param seeds of each; those that follow the trial's own
 */
record Retraining(int top, int seeds) {
  static final String PREFIX = SweepPage.RETRAINED;

  /** Nothing is trained again. */
  static final Retraining NONE = new Retraining(0, 0);

  /** The trials to train. */
  List<Trial> of(List<Outcome> bestFirst) {
    return best(bestFirst).stream()
        .flatMap(o -> IntStream.rangeClosed(1, seeds).mapToObj(i -> again(o.trial(), i)))
        .toList();
  }

  /** A line for each of the best: mean and deviation over the seeds. */
  List<String> lines(List<Outcome> bestFirst, TrialSet retrained) {
    List<String> lines = new ArrayList<>();
    for (Outcome outcome : best(bestFirst)) {
      String prefix = PREFIX + outcome.trial().name() + "-seed-";
      List<Score> scores =
          retrained
              .board()
              .in(State.FINISHED)
              .filter(s -> !s.isOfOtherSettings())
              .filter(s -> retrained.trial(s.trial()).name().startsWith(prefix))
              .map(Standing::last)
              .flatMap(s -> s.stream())
              .toList();
      if (scores.isEmpty()) {
        lines.add("retrain " + outcome.trial().name() + " seeds=0: no training has finished");
        continue;
      }
      Spread uar = Spread.of(scores.stream().map(Score::uar).toList());
      Spread war = Spread.of(scores.stream().map(Score::war).toList());
      lines.add(
          String.format(
              Locale.ROOT,
              "retrain %s seeds=%d uar=%.4f deviation=%.4f war=%.4f deviation=%.4f",
              outcome.trial().name(),
              scores.size(),
              uar.mean(),
              uar.deviation(),
              war.mean(),
              war.deviation()));
    }
    return lines;
  }

  private List<Outcome> best(List<Outcome> bestFirst) {
    return bestFirst.stream()
        .filter(o -> o.standing().state() == State.FINISHED)
        .filter(o -> !o.standing().isOfOtherSettings())
        .limit(top)
        .toList();
  }

  private static Trial again(Trial trial, int i) {
    LogoConfig config = trial.config();
    long seed = config.run().seed() + i;
    String name = PREFIX + trial.name() + "-seed-" + seed;
    List<String> settings = new ArrayList<>(trial.settings());
    settings.removeIf(s -> s.startsWith("run.seed="));
    settings.add("run.seed=" + seed);
    return new Trial(
        name, settings, config.with("run.seed=" + seed, "run.name=" + name), trial.refusal());
  }
}
