package org.logoformer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class McNemarTest {
  @Test
  void ofFewClipsTheProbabilityIsTheBinomialOne() {
    // 2 (C(10, 0) + C(10, 1)) / 2^10
    McNemar test = new McNemar(1, 9);
    assertThat(test.isExact()).isTrue();
    assertThat(test.p()).isCloseTo(22 / 1024.0, within(1e-12));
    assertThat(new McNemar(9, 1).p()).isEqualTo(test.p());
    assertThat(new McNemar(12, 12).p()).isEqualTo(1);
    assertThat(new McNemar(0, 0).p()).isEqualTo(1);
  }

  @Test
  void ofManyItIsChiSquareWithContinuityCorrection() {
    // (|40 - 60| - 1)^2 / 100 = 1.9^2, and 2 (1 - Phi(1.9)) = 0.05743312.
    McNemar test = new McNemar(40, 60);
    assertThat(test.isExact()).isFalse();
    assertThat(test.statistic()).isCloseTo(3.61, within(1e-12));
    assertThat(test.p()).isCloseTo(0.05743312, within(1e-8));
    assertThat(new McNemar(50, 50).p()).isEqualTo(1);
  }

  @Test
  void pairsAreCountedByWhoIsRight() {
    PairedMatrix paired =
        PairedMatrix.of(
            3,
            new int[] {0, 0, 0, 1, 1, 2},
            new int[] {0, 0, 1, 1, 0, 2},
            new int[] {0, 2, 1, 0, 1, 2});
    assertThat(paired.first().counts())
        .isDeepEqualTo(new long[][] {{2, 1, 0}, {1, 1, 0}, {0, 0, 1}});
    assertThat(paired.second().counts())
        .isDeepEqualTo(new long[][] {{1, 1, 1}, {1, 1, 0}, {0, 0, 1}});
    assertThat(paired.mcNemar()).isEqualTo(new McNemar(2, 1));
    assertThat(paired.differences()[0]).isCloseTo((2 / 3.0 - 1 / 3.0) / 3, within(1e-12));
    assertThat(paired.differences()[3]).isZero();
    assertThat(paired.differences()[2]).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void equalPredictionsDifferByNothingInEveryResample() {
    int[] labels = {0, 1, 0, 1, 1};
    int[] predictions = {0, 1, 1, 1, 0};
    PairedMatrix paired = PairedMatrix.of(2, labels, predictions, predictions);
    assertThat(paired.intervals(new Bootstrap(100, 1))).containsOnly(new Interval(0, 0));
    assertThat(paired.mcNemar().p()).isEqualTo(1);
  }
}
