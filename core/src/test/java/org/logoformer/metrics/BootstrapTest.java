package org.logoformer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final ConfusionMatrix MATRIX =
      ConfusionMatrix.ofCounts(new long[][] {{60, 20}, {30, 90}});

  @Test
  void equalSeedsGiveEqualIntervalsAndOthersNearOnes() {
    Intervals first = Intervals.of(MATRIX, new Bootstrap(1000, 1));
    assertThat(Intervals.of(MATRIX, new Bootstrap(1000, 1))).isEqualTo(first);
    Intervals other = Intervals.of(MATRIX, new Bootstrap(1000, 2));
    assertThat(other.uar()).isNotEqualTo(first.uar());
    assertThat(other.uar().low()).isCloseTo(first.uar().low(), within(0.01));
  }

  @Test
  void theIntervalOfAnAccuracyIsThatOfTheBinomialDistribution() {
    // 150 of 200 right: standard error sqrt(0.75 * 0.25 / 200) = 0.0306.
    Interval war = Intervals.of(MATRIX, new Bootstrap(4000, 1)).war();
    assertThat(war.low()).isCloseTo(0.75 - 1.96 * 0.0306, within(0.008));
    assertThat(war.high()).isCloseTo(0.75 + 1.96 * 0.0306, within(0.008));
  }

  @Test
  void whatCannotVaryHasNoWidthAndNoClipsHaveNoInterval() {
    ConfusionMatrix perfect = ConfusionMatrix.ofCounts(new long[][] {{5, 0}, {0, 5}});
    assertThat(Intervals.of(perfect, new Bootstrap(50, 1)).uar()).isEqualTo(new Interval(1, 1));
    ConfusionMatrix none = ConfusionMatrix.ofCounts(new long[2][2]);
    assertThat(Intervals.of(none, new Bootstrap(50, 1)).war()).isEqualTo(Interval.UNKNOWN);
  }

  @Test
  void theRecallOfEachClassHasAnIntervalFromTheSameResamples() {
    // 60 of 80 and 90 of 120 right, nobody of the third: sqrt(0.75 * 0.25 / n) = 0.0484 and 0.0395.
    ConfusionMatrix matrix =
        ConfusionMatrix.ofCounts(new long[][] {{60, 20, 0}, {30, 90, 0}, {0, 0, 0}});
    List<Interval> recalls = Intervals.of(matrix, new Bootstrap(4000, 1)).recalls();
    assertThat(recalls).hasSize(3);
    assertThat(recalls.get(0).low()).isCloseTo(0.75 - 1.96 * 0.0484, within(0.012));
    assertThat(recalls.get(1).high()).isCloseTo(0.75 + 1.96 * 0.0395, within(0.012));
    assertThat(recalls.get(2)).isEqualTo(Interval.UNKNOWN);
  }
}
