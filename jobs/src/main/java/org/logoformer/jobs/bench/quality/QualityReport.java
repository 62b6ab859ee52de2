package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.jobs.bench.quality.Choice.Normalisation;
import org.logoformer.jobs.bench.table.Table;

/**
 * Figures as tables.
 *
 * @param base what all trainings have in common
 * @param trainClips of an epoch
 */
record QualityReport(LogoConfig base, int trainClips, Results results) {
  private static final double MEGABYTE = 1e6;

  /** A row for each choice. */
  Table choices() {
    List<List<String>> rows = new ArrayList<>();
    Choice reference = Choice.plain(results.frequencies().get(0));
    for (Choice choice : Choice.all(results.frequencies())) {
      rows.add(
          List.of(
              Integer.toString(choice.frequency()),
              Setting.lower(choice.setting().outer()),
              Setting.lower(choice.setting().momentum()),
              Setting.lower(choice.normalisation()),
              uar(choice),
              choice.equals(reference)
                  ? "reference"
                  : results.difference(choice, reference).signed(),
              Integer.toString(rounds(choice.frequency())),
              String.format(Locale.ROOT, "%.2f", megabytes(choice.setting()))));
    }
    return new Table(
        List.of(
            "H",
            "outer",
            "momentum",
            "batch norm",
            "UAR, 95 %",
            "paired difference, 95 %",
            "rounds/epoch",
            "MB/epoch/worker"),
        rows);
  }

  /**
   * What each setting changes at each H while the others are at their defaults; in the last row
   * over all H and all values of the others.
   */
  Table effects() {
    List<List<String>> rows = new ArrayList<>();
    int smallest = results.frequencies().get(0);
    for (int frequency : results.frequencies()) {
      Choice plain = Choice.plain(frequency);
      rows.add(
          List.of(
              Integer.toString(frequency),
              frequency == smallest
                  ? "reference"
                  : results.difference(plain, Choice.plain(smallest)).told(),
              results.difference(plain.with(OuterKind.NESTEROV), plain).told(),
              results.difference(plain.with(Momentum.RESET), plain).told(),
              results.difference(plain.with(Normalisation.RECALIBRATED), plain).told()));
    }
    rows.add(
        List.of(
            "all, others too",
            "",
            changed(
                c -> isPooled(c) && c.setting().outer() == OuterKind.NESTEROV,
                c -> c.with(OuterKind.NONE)),
            changed(
                c -> isPooled(c) && c.setting().momentum() == Momentum.RESET,
                c -> c.with(Momentum.AVERAGE)),
            changed(
                c -> c.normalisation() == Normalisation.RECALIBRATED,
                c -> c.with(Normalisation.POOLED))));
    return new Table(
        List.of(
            "H",
            "against H = " + smallest,
            "nesterov - none",
            "reset - average",
            "recalibrated - pooled"),
        rows);
  }

  private String changed(Predicate<Choice> choices, UnaryOperator<Choice> back) {
    List<Choice> changed = Choice.all(results.frequencies()).stream().filter(choices).toList();
    return results.difference(changed, back).told();
  }

  /** The others are tests of the same trainings. */
  private static boolean isPooled(Choice choice) {
    return choice.normalisation() == Normalisation.POOLED;
  }

  /** Rounds of an epoch. */
  int rounds(int frequency) {
    int steps = ceilDiv(trainClips, base.train().batch());
    return ceilDiv(steps, frequency);
  }

  private double megabytes(Setting setting) {
    Traffic round = Traffic.of(setting.applied(base));
    return rounds(setting.frequency()) * round.both() / MEGABYTE;
  }

  private String uar(Choice choice) {
    long diverged = results.diverged(choice);
    if (diverged > 0) {
      return "%d of %d diverged".formatted(diverged, results.seeds());
    }
    Interval uar = results.uar(choice);
    return String.format(Locale.ROOT, "%.3f +- %.3f", uar.mean(), uar.half());
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
