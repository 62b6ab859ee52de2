package org.logoformer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.logoformer.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

class DropoutTest {
  private final Bench bench = new Bench();
  private final Tensor x = bench.random(64, 8, 8);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theSameKeyGivesTheSameMask() {
    assertThat(dropped("layer", 0.25, 7, 3)).isEqualTo(dropped("layer", 0.25, 7, 3));
  }

  @Test
  void seedStepAndLayerEachGiveAnotherMask() {
    INDArray first = dropped("layer", 0.25, 7, 3);
    assertThat(dropped("layer", 0.25, 8, 3)).isNotEqualTo(first);
    assertThat(dropped("layer", 0.25, 7, 4)).isNotEqualTo(first);
    assertThat(dropped("other", 0.25, 7, 3)).isNotEqualTo(first);
  }

  @Test
  void aMaskReturnsWithItsStep() {
    Dropout dropout = new Dropout(bench.training(), "layer", 0.25, x, x.shape());
    dropout.draw(7, 3);
    dropout.forward();
    INDArray first = dropout.y().array().dup();
    dropout.draw(7, 4);
    dropout.draw(7, 3);
    dropout.forward();
    assertThat(dropout.y().array()).isEqualTo(first);
  }

  @Test
  void elementsAreDroppedAtTheRateAndTheMeanStays() {
    x.array().assign(1);
    INDArray y = dropped("layer", 0.25, 7, 3);
    double kept = y.neq(0).castTo(y.dataType()).meanNumber().doubleValue();
    // 4096 draws: a deviation of the share is 0.007.
    assertThat(kept).isEqualTo(0.75, within(0.03));
    assertThat(y.maxNumber().doubleValue()).isEqualTo(1 / 0.75, within(1e-12));
    assertThat(y.meanNumber().doubleValue()).isEqualTo(1, within(0.04));
  }

  @Test
  void aSharedMaskDropsWholeClips() {
    x.array().assign(1);
    Dropout dropout = new Dropout(bench.training(), "layer", 0.5, x, 64, 1, 1);
    dropout.draw(7, 3);
    dropout.forward();
    INDArray sums = dropout.y().array().sum(1, 2);
    assertThat(sums.toDoubleVector()).containsOnly(0, 128).contains(0, 128);
  }

  @Test
  void gradientPassesWhereTheElementPassed() {
    Dropout dropout = new Dropout(bench.training(), "layer", 0.25, x, x.shape());
    Tensor d = bench.random(x.shape());
    INDArray dy = d.array().dup();
    dropout.differentiate(d);
    dropout.draw(7, 3);
    dropout.forward();
    dropout.backward();
    INDArray mask = dropout.y().array().div(x.array());
    assertThat(d.array().equalsWithEps(dy.mul(mask), 1e-12)).isTrue();
  }

  @Test
  void rateZeroAndInferencePassTheTensorOn() {
    assertThat(new Dropout(bench.training(), "layer", 0, x, x.shape()).y()).isSameAs(x);
    assertThat(new Dropout(bench.inference(), "layer", 0.5, x, x.shape()).y()).isSameAs(x);
  }

  private INDArray dropped(String layer, double rate, long seed, long step) {
    Dropout dropout = new Dropout(bench.training(), layer, rate, x, x.shape());
    dropout.draw(seed, step);
    dropout.forward();
    return dropout.y().array().dup();
  }
}
