package org.logoformer.jobs.bench.quality;

import java.util.List;
import java.util.Locale;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.table.Table;
import org.logoformer.jobs.bench.table.Table.Column;
import org.logoformer.models.Models;
import org.logoformer.nn.Inventory;

/**
 * What a comparison found.
 *
 * @param base what all trainings have in common
 * @param series a setting each; the reference first
 */
record ClaimsReport(LogoConfig base, List<Series> series) {
  private static final double GIGA = 1e9;

  /** A row for each setting. */
  Table table() {
    return Table.of(
        series,
        List.of(
            new Column<>("setting", Series::what),
            new Column<>("UAR, 95 %", Series::uarText),
            new Column<>("worst", Series::worstText),
            new Column<>("drop shuffled", Series::dropText),
            new Column<>("paired difference", this::difference),
            new Column<>("s/epoch", Series::epochText),
            new Column<>("GMACs", s -> String.format(Locale.ROOT, "%.3f", gmacs(s)))));
  }

  private String difference(Series setting) {
    Series reference = series.get(0);
    return setting.equals(reference) ? "reference" : setting.minus(reference).judged();
  }

  /** What is claimed, and what the clips say of it. */
  List<String> claims(Comparison comparison) {
    return comparison.claims().stream().map(claim -> claim.line(series)).toList();
  }

  /** As papers count a clip, 10^9 multiply-adds. */
  private double gmacs(Series setting) {
    LogoConfig config = setting.on(base).config();
    return Inventory.nominal(Models.blueprint(config.model())).forward() / GIGA;
  }
}
