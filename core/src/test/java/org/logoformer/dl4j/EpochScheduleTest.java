package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.OptimiserConfig;

class EpochScheduleTest {

  @ParameterizedTest
  @CsvSource({
    "constant, 0, 0, 1.0",
    "constant, 0, 99, 1.0",
    "constant, 4, 0, 0.2",
    "constant, 4, 3, 0.8",
    "constant, 4, 4, 1.0",
    "step, 0, 39, 1.0",
    "step, 0, 40, 0.1",
    "step, 0, 80, 0.01",
    "cosine, 0, 0, 1.0",
    "cosine, 0, 50, 0.5",
    "cosine, 0, 100, 0.0",
    "cosine, 20, 60, 0.5",
    "cosine, 20, 9, 0.47619047619"
  })
  void rateOfAnEpoch(String kind, int warmup, int epoch, double share) {
    OptimiserConfig config =
        LogoConfig.of(
                "optimiser.lr=0.02",
                "optimiser.schedule.kind=" + kind,
                "optimiser.schedule.warmup-epochs=" + warmup)
            .optimiser();
    EpochSchedule schedule = EpochSchedule.of(config, 100);
    assertThat(schedule.valueAt(0, epoch)).isCloseTo(0.02 * share, within(1e-12));
    assertThat(schedule.valueAt(12345, epoch)).isEqualTo(schedule.valueAt(0, epoch));
  }
}
