package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.jobs.bench.quality.Choice.Normalisation;

class RecommendationTest {
  private static final List<Integer> FREQUENCIES = List.of(1, 4, 16, 64);

  @Test
  void takesTheLargestFrequencyBeforeTheFirstThatLoses() {
    Recommendation recommendation =
        new Recommendation(ResultsFixture.of(FREQUENCIES, c -> c.frequency() < 16 ? 0.6 : 0.5));
    assertThat(recommendation.frequency()).isEqualTo(4);
    assertThat(recommendation.lines().get(0))
        .startsWith("train.averaging-frequency = 4: UAR 0.")
        .contains("no more than 0.02 below", "H = 16 loses: -0.");
  }

  @Test
  void doesNotJumpOverAFrequencyThatLoses() {
    assertThat(
            new Recommendation(ResultsFixture.of(FREQUENCIES, c -> c.frequency() == 16 ? 0.5 : 0.6))
                .frequency())
        .isEqualTo(4);
  }

  @Test
  void aFrequencyThatDivergesLoses() {
    Recommendation recommendation =
        new Recommendation(
            ResultsFixture.of(FREQUENCIES, c -> c.frequency() == 64 ? Double.NaN : 0.6));
    assertThat(recommendation.frequency()).isEqualTo(16);
    assertThat(recommendation.lines().get(0)).contains("H = 64 loses: 1 diverged");
  }

  @Test
  void leavesADefaultOnlyForWhatIsShownToBeBetter() {
    List<String> lines =
        new Recommendation(
                ResultsFixture.of(
                    FREQUENCIES,
                    c ->
                        0.5
                            + (c.normalisation() == Normalisation.RECALIBRATED ? 0.1 : 0)
                            - (c.momentum() == Momentum.RESET ? 0.1 : 0)))
            .lines();
    assertThat(lines.get(1)).startsWith("train.outer.kind = none").endsWith("not shown to help");
    assertThat(lines.get(2)).startsWith("train.momentum = average").endsWith("worse");
    assertThat(lines.get(3))
        .startsWith("train.bn-recalibrate = some clips")
        .contains("UAR changes by +0.1")
        .endsWith("better");
  }

  @Test
  void whatDivergesIsNotRecommended() {
    List<String> lines =
        new Recommendation(
                ResultsFixture.of(
                    FREQUENCIES, c -> c.outer() == OuterKind.NESTEROV ? Double.NaN : 0.6))
            .lines();
    assertThat(lines.get(1)).startsWith("train.outer.kind = none").contains("1 of 3 diverged");
  }

  @Test
  void oneSeedSupportsNothing() {
    List<Training> trainings = Training.all(ResultsFixture.BASE, FREQUENCIES, 1);
    Figures figures = new Figures(0.5, 0.6, 0.4, 1, 1, 1);
    List<Figures> all = trainings.stream().map(t -> figures).toList();
    Results results = new Results(FREQUENCIES, Series.of(trainings, all));
    assertThat(new Recommendation(results).lines())
        .singleElement()
        .asString()
        .contains("No recommendation");
  }
}
