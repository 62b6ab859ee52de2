package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.OuterKind;

class TrainingTest {
  private static final LogoConfig BASE =
      LogoConfig.of(
          "model.preset=tiny",
          "run.seed=5",
          "train.outer.lr=0.7",
          "train.outer.momentum=0.5",
          "train.epochs=3");

  @Test
  void everyCombinationIsTrainedOnceWithEverySeed() {
    List<Training> all = Training.all(BASE, List.of(1, 16), 3);
    assertThat(all).hasSize(2 * 2 * 2 * 3);
    assertThat(all.stream().map(t -> t.config().hash()).distinct()).hasSize(all.size());
    assertThat(all.stream().map(Training::seed).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(5L, 6L, 7L);
    assertThat(all.subList(0, 8)).as("seed by seed").allMatch(t -> t.seed() == 5);
  }

  @Test
  void trainingsDifferInTheSettingAndTheSeedAlone() {
    for (Training training : Training.all(BASE, List.of(1, 16), 2)) {
      LogoConfig undone =
          training
              .config()
              .with(
                  "run.seed=5",
                  "train.averaging-frequency=" + BASE.train().averagingFrequency(),
                  "train.outer.kind=none",
                  "train.outer.lr=0.7",
                  "train.outer.momentum=0.5",
                  "train.momentum=average");
      assertThat(undone).isEqualTo(BASE);
    }
  }

  @Test
  void plainTrainingsDoNotDependOnTheOuterOptimiser() {
    LogoConfig other = BASE.with("train.outer.lr=0.3");
    Choice plain = Choice.plain(4);
    assertThat(plain.applied(other)).isEqualTo(plain.applied(BASE));
    Choice nesterov = Choice.plain(4).with(OuterKind.NESTEROV);
    assertThat(nesterov.applied(other)).isNotEqualTo(nesterov.applied(BASE));
  }
}
