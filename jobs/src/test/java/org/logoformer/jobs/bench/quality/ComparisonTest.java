package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Inventory;

class ComparisonTest {
  private static final LogoConfig BASE =
      LogoConfig.of(
          "model.preset=quickstart",
          "model.logo-former.cls=mean",
          "optimiser.sam.rho=0.02",
          "loss.compact.start-epoch=2");

  static List<Comparison> all() {
    return Comparison.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void startsFromTheBedItselfAndHasEachSettingOnce(Comparison comparison) {
    List<Training> trainings = comparison.trainings(BASE);
    assertThat(trainings.get(0).config()).isEqualTo(BASE);
    assertThat(trainings).extracting(t -> t.config().hash()).doesNotHaveDuplicates();
    assertThat(trainings).extracting(Training::what).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("all")
  void claimsAreOfItsSettings(Comparison comparison) {
    List<String> settings = comparison.trainings(BASE).stream().map(Training::what).toList();
    assertThat(comparison.claims()).extracting(Claim::name).doesNotHaveDuplicates();
    for (Claim claim : comparison.claims()) {
      assertThat(settings).contains(claim.with(), claim.without());
    }
  }

  @Test
  void eachLossChangesOneThing() {
    List<Training> trainings = Comparison.of("losses").trainings(BASE);
    assertThat(trainings).hasSize(6);
    assertThat(trainings.get(1).config()).isEqualTo(BASE.with("loss.compact.weight=0"));
    assertThat(trainings.get(3).config()).isEqualTo(BASE.with("optimiser.sam.rho=0"));
  }

  @Test
  void everyNetworkIsComparedAtTheSameFramesAndSize() {
    List<Training> trainings = Comparison.of("networks").trainings(BASE);
    assertThat(trainings)
        .extracting(t -> t.config().model().name())
        .containsExactlyInAnyOrderElementsOf(Models.names());
    for (Training training : trainings) {
      assertThat(training.config().model().frames()).isEqualTo(8);
      assertThat(training.config().model().size()).isEqualTo(48);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void noSettingCostsManyTimesAsMuchAsTheReference(Comparison comparison) {
    List<Training> trainings = comparison.trainings(BASE);
    assertThat(trainings).allMatch(t -> macs(t) < 4 * macs(trainings.get(0)));
  }

  private static double macs(Training training) {
    return Inventory.nominal(Models.blueprint(training.config().model())).forward();
  }
}
