package org.logoformer.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;

class FlopsTest {
  private static final double PAPER_MACS = 10_214_166_272.0;

  @Test
  void aMultiplyAccumulateIsTwoAndABackwardPassTwoForwardPasses() {
    Flops flops = Flops.of(LogoConfig.of());

    assertThat(flops.forward()).isEqualTo(2 * PAPER_MACS);
    assertThat(flops.forwardBackward()).isEqualTo(6 * PAPER_MACS);
  }

  @ParameterizedTest
  @CsvSource({
    "optimiser.sam.rho=0, 6",
    "optimiser.sam.rho=0.05, 12",
    "optimiser.sam.variant=asam, 12",
    "optimiser.sam.variant=periodic, 7.2",
    "optimiser.sam.variant=looksam, 7.2"
  })
  void aStepCountsThePassesItsVariantTakesOnAverage(String setting, double perMac) {
    LogoConfig config = LogoConfig.of(setting);

    assertThat(Flops.of(config).step(StepBench.ascents(config)))
        .isCloseTo(perMac * PAPER_MACS, withinPercentage(1e-6));
  }
}
