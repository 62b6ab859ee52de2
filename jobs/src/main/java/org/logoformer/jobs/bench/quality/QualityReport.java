package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.jobs.bench.measure.Spelling;
import org.logoformer.jobs.bench.quality.Choice.Normalisation;
import org.logoformer.jobs.bench.table.Table;
import org.logoformer.jobs.bench.table.Table.Column;

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
    Choice reference = Choice.plain(results.frequencies().get(0));
    return Table.of(
        Choice.all(results.frequencies()),
        List.of(
            new Column<>("H", c -> Integer.toString(c.frequency())),
            new Column<>("outer", c -> Spelling.of(c.outer())),
            new Column<>("momentum", c -> Spelling.of(c.momentum())),
            new Column<>("batch norm", c -> Spelling.of(c.normalisation())),
            new Column<>("UAR, 95 %", this::uar),
            new Column<>(
                "paired difference, 95 %",
                c -> c.equals(reference) ? "reference" : results.difference(c, reference).signed()),
            new Column<>("rounds/epoch", c -> Integer.toString(rounds(c.frequency()))),
            new Column<>(
                "MB/epoch/worker", c -> String.format(Locale.ROOT, "%.2f", megabytes(c)))));
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
                  : results.difference(plain, Choice.plain(smallest)).judged(),
              results.difference(plain.with(OuterKind.NESTEROV), plain).judged(),
              results.difference(plain.with(Momentum.RESET), plain).judged(),
              results.difference(plain.with(Normalisation.RECALIBRATED), plain).judged()));
    }
    rows.add(
        List.of(
            "all, others too",
            "",
            changed(
                c -> c.isPooled() && c.outer() == OuterKind.NESTEROV, c -> c.with(OuterKind.NONE)),
            changed(
                c -> c.isPooled() && c.momentum() == Momentum.RESET, c -> c.with(Momentum.AVERAGE)),
            changed(c -> !c.isPooled(), c -> c.with(Normalisation.POOLED))));
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
    return results.difference(changed, back).judged();
  }

  /** Rounds of an epoch. */
  int rounds(int frequency) {
    int steps = ceilDiv(trainClips, base.train().batch());
    return ceilDiv(steps, frequency);
  }

  private double megabytes(Choice choice) {
    Traffic round = Traffic.of(choice.applied(base));
    return rounds(choice.frequency()) * round.both() / MEGABYTE;
  }

  private String uar(Choice choice) {
    long diverged = results.diverged(choice);
    return diverged > 0
        ? "%d of %d diverged".formatted(diverged, results.seeds())
        : results.uar(choice).text();
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
