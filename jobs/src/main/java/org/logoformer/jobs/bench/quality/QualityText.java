package org.logoformer.jobs.bench.quality;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.provenance.Build;
import org.logoformer.provenance.Platform;

/** Tables, recommendation, and what they were made with. */
record QualityText(LogoConfig base, Clips clips, Results results) {
  /** For a terminal. */
  String plain() {
    return """
        %s

        %s
        %s
        %s"""
        .formatted(
            conditions(),
            report().choices().text(),
            report().effects().text(),
            listed("recommend ", new Recommendation(results).lines()));
  }

  /** A page of its own. */
  String markdown() {
    return """
        # Quality against communication

        `logo bench quality`, revision %s, %s, %s.

            %s

        Test UAR, mean over seeds with its Student-t interval; differences paired by seed.

        %s
        What a setting changes while the others are at their defaults, and over all of them:

        %s
        Supported defaults:

        %s
        Settings that are not the defaults of the preset:

        %s"""
        .formatted(
            Build.revision(),
            Platform.cpu(),
            Instant.now().atZone(ZoneOffset.UTC).toLocalDate(),
            conditions(),
            report().choices().markdown(),
            report().effects().markdown(),
            listed("- ", new Recommendation(results).lines()),
            listed("    ", base.arguments()));
  }

  private static String listed(String mark, List<String> lines) {
    return lines.stream().map(line -> mark + line + "\n").collect(Collectors.joining());
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
}
