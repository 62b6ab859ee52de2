package org.logoformer.jobs.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.Flops;

class FlopsTest {
  private static final double PAPER_MACS = 10_214_166_272.0;

  @Test
  void aMultiplyAccumulateIsTwoAndABackwardPassTwoForwardPasses() {
    Flops flops = Flops.nominal(LogoConfig.of());

    assertThat(flops.forward()).isEqualTo(2 * PAPER_MACS);
    assertThat(flops.forwardBackward()).isEqualTo(6 * PAPER_MACS);
  }

  @Test
  void whatIsExecutedLeavesOutWhatTilesAndTheHeadSave() {
    double stem = 16 * 56 * 56 * 64 * 3 * 49.0;
    // 49 tiles of 4x4 in 28x28, 16 in 14x14, 4 in 7x7.
    double direct = 28 * 28 * 9.0 * 4 + 14 * 14 * 9.0 * 3 * 4 + 7 * 7 * 9.0 * 3 * 16;
    double tiled = 49 * 36.0 * 4 + 16 * 36.0 * 3 * 4 + 4 * 36.0 * 3 * 16;
    double saved = 16 * 64 * 64 * (direct - tiled);
    double unread = 784 * (2 * 256 * 256 + 2 * 393 * 256 + 2 * 256 * 1024.0);
    double macs = PAPER_MACS - saved - unread;

    Flops flops = Flops.executed(LogoConfig.of());
    assertThat(flops.forward()).isEqualTo(2 * macs);
    assertThat(flops.forwardBackward()).isEqualTo(2 * (3 * macs - stem));

    Flops plain = Flops.executed(LogoConfig.of("train.kernels=nd4j", "model.cls=mean"));
    LogoConfig mean = LogoConfig.of("model.cls=mean");
    assertThat(plain.forward()).isEqualTo(Flops.nominal(mean).forward());
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

    assertThat(Flops.nominal(config).step(StepBench.ascents(config)))
        .isCloseTo(perMac * PAPER_MACS, withinPercentage(1e-6));
  }
}
