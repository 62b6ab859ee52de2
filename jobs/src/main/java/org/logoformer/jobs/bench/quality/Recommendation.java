package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.jobs.bench.quality.Choice.Normalisation;

/**
 * Which defaults the figures support. Averaging less often is recommended up to the first frequency
 * at which the mean UAR is lower than with the smallest by more than a margin: an interval that
 * holds zero would not do, since few seeds make it wide. Anything else that costs time or has to be
 * tuned is recommended only if it is shown to be better, which means that the 95 % interval of the
 * paired difference lies above zero.
 */
record Recommendation(Results results) {
  /** UAR that averaging less often may cost. */
  private static final double MARGIN = 0.02;

  /** A line per setting: the value, and why. */
  List<String> lines() {
    if (results.seeds() < 2) {
      return List.of("No recommendation: a single seed does not tell how much seeds differ.");
    }
    int frequency = frequency();
    Choice plain = Choice.plain(frequency);
    List<String> lines = new ArrayList<>();
    lines.add(frequencyLine(frequency));
    lines.add(line("train.outer.kind", "none", "nesterov", plain.with(OuterKind.NESTEROV)));
    lines.add(line("train.momentum", "average", "reset", plain.with(Momentum.RESET)));
    lines.add(
        line("train.bn-recalibrate", "0", "some clips", plain.with(Normalisation.RECALIBRATED)));
    return lines;
  }

  /** The largest H before the first that loses. */
  int frequency() {
    return results.frequencies().stream()
        .takeWhile(frequency -> !loses(frequency))
        .reduce(smallest(), Math::max);
  }

  private boolean loses(int frequency) {
    return results.diverged(Choice.plain(frequency)) > 0 || change(frequency).mean() < -MARGIN;
  }

  private int smallest() {
    return results.frequencies().get(0);
  }

  private Interval change(int frequency) {
    return results.difference(Choice.plain(frequency), Choice.plain(smallest()));
  }

  private String frequencyLine(int chosen) {
    StringBuilder line =
        new StringBuilder("train.averaging-frequency = %d: UAR ".formatted(chosen))
            .append(uar(Choice.plain(chosen)));
    if (chosen != smallest()) {
      line.append(" is no more than 0.02 below %s of H = ".formatted(uar(Choice.plain(smallest()))))
          .append("%d: %s".formatted(smallest(), change(chosen).signed()));
    }
    results.frequencies().stream()
        .filter(f -> f > chosen)
        .findFirst()
        .ifPresent(f -> line.append("; H = %d loses: %s".formatted(f, lost(f))));
    return line.toString();
  }

  private String lost(int frequency) {
    long diverged = results.diverged(Choice.plain(frequency));
    return diverged > 0 ? diverged + " diverged" : change(frequency).signed();
  }

  private String line(String key, String standard, String other, Choice choice) {
    Choice plain = Choice.plain(choice.frequency());
    long diverged = results.diverged(choice);
    Interval change = results.difference(choice, plain);
    String effect =
        diverged > 0
            ? "%d of %d diverged".formatted(diverged, results.seeds())
            : "UAR changes by " + change.signed();
    return "%s = %s: with %s at H = %d, %s, %s"
        .formatted(
            key,
            change.isAboveZero() ? other : standard,
            other,
            choice.frequency(),
            effect,
            verdict(diverged, change));
  }

  private static String verdict(long diverged, Interval change) {
    if (diverged > 0 || change.isBelowZero()) {
      return "worse";
    }
    return change.isAboveZero() ? "better" : "not shown to help";
  }

  private String uar(Choice choice) {
    return String.format(Locale.ROOT, "%.3f", results.uar(choice).mean());
  }
}
