package org.logoformer.jobs.bench.quality;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.provenance.Build;
import org.logoformer.provenance.Platform;

/** Tables, recommendation, and what they were made with. */
record QualityText(LogoConfig base, Clips clips, Results results) {
  /** For a terminal. */
  List<String> plain() {
    List<String> lines = new ArrayList<>(List.of(conditions(), ""));
    report().choices().text().lines().forEach(lines::add);
    lines.add("");
    report().effects().text().lines().forEach(lines::add);
    lines.add("");
    new Recommendation(results).lines().forEach(l -> lines.add("recommend " + l));
    return lines;
  }

  /** A page of its own. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# Quality against communication");
    lines.add("");
    lines.add("`logo bench quality`, " + made() + ".");
    lines.add("");
    lines.add("    " + conditions());
    lines.add("");
    lines.add("Test UAR, mean over seeds with its Student-t interval; differences paired by seed.");
    lines.add("");
    report().choices().markdown().lines().forEach(lines::add);
    lines.add("");
    lines.add(
        "What a setting changes while the others are at their defaults, and over all of them:");
    lines.add("");
    report().effects().markdown().lines().forEach(lines::add);
    lines.add("");
    lines.add("Supported defaults:");
    lines.add("");
    new Recommendation(results).lines().forEach(l -> lines.add("- " + l));
    lines.add("");
    lines.add("Settings that are not the defaults of the preset:");
    lines.add("");
    base.arguments().forEach(a -> lines.add("    " + a));
    return lines;
  }

  private QualityReport report() {
    return new QualityReport(base, clips.train().size(), results);
  }

  private String conditions() {
    Outer outer = base.train().outer();
    return String.format(
        Locale.ROOT,
        "quality preset=%s workers=%d batch=%d epochs=%d steps-per-epoch=%d seeds=%d"
            + " train-clips=%d test-clips=%d chance=%.3f nesterov-lr=%s nesterov-momentum=%s"
            + " recalibrated-on=%d",
        base.model().preset(),
        base.train().workers(),
        base.train().batch(),
        base.train().epochs(),
        report().rounds(1),
        results.seeds(),
        clips.train().size(),
        clips.test().size(),
        1.0 / clips.classes(),
        outer.lr(),
        outer.momentum(),
        base.train().bnRecalibrate());
  }

  private static String made() {
    return "revision %s, %s, %s"
        .formatted(
            Build.revision(), Platform.cpu(), Instant.now().atZone(ZoneOffset.UTC).toLocalDate());
  }
}
