package org.logoformer.jobs.sweep.search;

import java.util.Arrays;
import java.util.Optional;

/**
 * The median stopping rule of Golovin et al., "Google Vizier" (2017): after an epoch a trial is
 * stopped if its best UAR so far is strictly below the median of what the finished trials had as
 * the mean of their UARs up to that epoch.
 *
 * <p>Optuna's MedianPruner differs: it takes the median of what finished trials, five at least,
 * scored at that very step, not of their running means. Ray Tune's MedianStoppingRule takes running
 * means (from its grace period on), but of all other trials that have come so far, finished or not,
 * three at least. All three compare the best score of the trial, and stop what is strictly worse.
 *
 * @param first epochs before a trial is looked at first
 */
record Median(int first) implements Search {
  /** A median of fewer is the result of one trial. */
  private static final int LEAST_FINISHED = 3;

  @Override
  public Optional<Decision> next(Board board) {
    Optional<Standing> begun = board.in(State.PAUSED).findFirst();
    if (begun.isPresent()) {
      return Optional.of(decide(begun.get(), board));
    }
    return board.in(State.WAITING).findFirst().map(s -> train(s, first));
  }

  private Decision decide(Standing trial, Board board) {
    int epoch = trial.reached();
    double best =
        trial.scores().values().stream()
            .mapToDouble(Event.Score::uar)
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
    double[] means = board.in(State.FINISHED).mapToDouble(s -> mean(s, epoch)).sorted().toArray();
    if (means.length >= LEAST_FINISHED && best < median(means)) {
      return new Decision.Stop(
          trial.trial(),
          "its best UAR in %d epochs, %.4f, is below the median of the finished trials, %.4f"
              .formatted(epoch, best, median(means)));
    }
    return train(trial, Math.max(first, epoch + 1));
  }

  private static Decision train(Standing trial, int until) {
    return new Decision.Train(trial.trial(), Math.min(trial.epochs(), until));
  }

  private static double mean(Standing trial, int epoch) {
    return trial.scores().headMap(epoch, true).values().stream()
        .mapToDouble(Event.Score::uar)
        .average()
        // It was not looked at so early.
        .orElseGet(() -> trial.scores().firstEntry().getValue().uar());
  }

  private static double median(double[] sorted) {
    int half = sorted.length / 2;
    double[] middle =
        Arrays.copyOfRange(sorted, sorted.length % 2 == 0 ? half - 1 : half, half + 1);
    return Arrays.stream(middle).average().orElseThrow();
  }
}
