package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;

class ClaimsReportTest {
  private static final LogoConfig BASE = LogoConfig.of("model.preset=tiny");
  private static final Comparison SAMPLING = Comparison.of("sampling");

  @Test
  void aRowSaysWhatASettingReachesAndCosts() {
    List<String> lines = report(Double.NaN).table().text().lines().toList();
    assertThat(lines.get(0))
        .containsPattern("setting +UAR, 95 % +worst +drop shuffled +paired difference +s/epoch");
    assertThat(lines.get(1))
        .matches(
            " *logo-former ds +0.850 \\+- 0.635  0.800  0.350 \\+- 0.635 .* reference .*2.5 .*");
    assertThat(lines.get(2)).contains("logo-former ti", "+0.000 [+0.000, +0.000] noise");
    assertThat(lines.get(3)).contains("-0.200 [-0.200, -0.200]  ").doesNotContain("-0.200 noise");
    assertThat(lines.get(4)).contains("1 of 2 diverged").containsPattern(" 2\\.0 +0\\.\\d{3}$");
  }

  @Test
  void aClaimHoldsIsContradictedOrNoise() {
    assertThat(report(0.5).claims(SAMPLING))
        .containsExactly(
            "claim logo-former-ds-over-ti difference=+0.000 [+0.000, +0.000] verdict=noise",
            "claim resnet18-lstm-ds-over-ti difference=+0.100 [+0.100, +0.100] verdict=holds");
    List<Series> turned = new ArrayList<>(report(0.5).series());
    assertThat(new Claim("turned", "resnet18-lstm ti", "resnet18-lstm ds").line(turned))
        .isEqualTo("claim turned difference=-0.100 [-0.100, -0.100] verdict=contradicted");
  }

  /**
   * Two seeds that differ by 0.1, thought up.
   *
   * @param last UAR of the last setting's second seed; NaN diverges
   */
  private static ClaimsReport report(double last) {
    List<Training> trainings = Training.bySeed(BASE, 2, SAMPLING::trainings);
    List<Figures> figures = new ArrayList<>();
    for (double uar : new double[] {0.9, 0.9, 0.7, 0.6, 0.8, 0.8, 0.6}) {
      figures.add(new Figures(uar, uar, 0.5, 1, 30, figures.size() < 4 ? 2 : 3));
    }
    figures.add(Double.isNaN(last) ? Figures.diverged(5) : new Figures(last, last, 0.5, 1, 30, 3));
    return new ClaimsReport(BASE, Series.of(trainings, figures));
  }
}
