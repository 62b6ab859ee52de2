package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.table.Table;
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
    List<List<String>> rows = new ArrayList<>();
    for (Series s : series) {
      rows.add(
          List.of(
              s.what(),
              s.uarText(),
              s.worstText(),
              s.dropText(),
              s.equals(reference()) ? "reference" : s.minus(reference()).judged(),
              s.epochText(),
              String.format(Locale.ROOT, "%.3f", gmacs(s))));
    }
    return new Table(
        List.of(
            "setting",
            "UAR, 95 %",
            "worst",
            "drop shuffled",
            "paired difference",
            "s/epoch",
            "GMACs"),
        rows);
  }

  /** What is claimed, and what the clips say of it. */
  List<String> claims(Comparison comparison) {
    return comparison.claims().stream().map(claim -> claim.line(series)).toList();
  }

  private Series reference() {
    return series.get(0);
  }

  /** As papers count a clip, 10^9 multiply-adds. */
  private double gmacs(Series setting) {
    LogoConfig config = setting.on(base).config();
    return Inventory.nominal(Models.blueprint(config.model())).forward() / GIGA;
  }
}
