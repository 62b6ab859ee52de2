package org.logoformer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class DropoutTest {
  private static final MaskKey KEY = new MaskKey(7, 0, 3);

  private final Bench bench = new Bench();
  private final Tensor x = bench.random(64, 8, 8);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theSameKeyGivesTheSameMask() {
    assertThat(dropped("layer", 0.25, KEY)).isEqualTo(dropped("layer", 0.25, KEY));
  }

  @Test
  void seedWorkerStepAndLayerEachGiveAnotherMask() {
    INDArray first = dropped("layer", 0.25, new MaskKey(7, 0, 3));
    assertThat(dropped("layer", 0.25, new MaskKey(8, 0, 3))).isNotEqualTo(first);
    assertThat(dropped("layer", 0.25, new MaskKey(7, 1, 3))).isNotEqualTo(first);
    assertThat(dropped("layer", 0.25, new MaskKey(7, 0, 4))).isNotEqualTo(first);
    assertThat(dropped("other", 0.25, new MaskKey(7, 0, 3))).isNotEqualTo(first);
  }

  @Test
  void workersSkipTheBranchOnOtherClips() {
    NdArrays.of(x).assign(1);
    assertThat(skipped(0)).isNotEqualTo(skipped(1)).isEqualTo(skipped(0));
  }

  private double[] skipped(int worker) {
    Dropout dropout = new Dropout(bench.training(), "layer", 0.5, x, 64, 1, 1);
    dropout.draw(new MaskKey(7, worker, 3));
    dropout.forward();
    return NdArrays.of(dropout.y()).sum(1, 2).toDoubleVector();
  }

  @Test
  void aClipOfALaneHasTheMaskThatItHasInTheWholeBatch() {
    NdArrays.of(x).assign(1);
    INDArray whole = dropped("layer", 0.25, KEY);
    for (int lane = 0; lane < 4; lane++) {
      Tensor share = x.slice(0, 16L * lane, 16L * (lane + 1));
      Dropout dropout = new Dropout(bench.lane(lane), "layer", 0.25, share, share.shape());
      dropout.draw(KEY);
      dropout.forward();
      INDArray of = whole.get(NDArrayIndex.interval(16L * lane, 16L * (lane + 1)));
      assertThat(NdArrays.of(dropout.y())).as("lane %d", lane).isEqualTo(of);
    }
  }

  @Test
  void theMasksOfAttentionDoNotDependOnHowItIsDivided() {
    // So many queries and keys that a whole batch is done in three groups, a lane in one.
    Tensor tokens = bench.random(6, 512, 8);
    Tensor whole = attention(bench.training(), tokens);
    for (int lane = 0; lane < 3; lane++) {
      INDArray of = NdArrays.of(whole.slice(0, 2L * lane, 2L * (lane + 1))).dup();
      Tensor mixed = attention(bench.lane(lane), tokens.slice(0, 2L * lane, 2L * (lane + 1)));
      double apart = NdArrays.of(mixed).sub(of).amaxNumber().doubleValue();
      assertThat(apart).as("lane %d", lane).isLessThan(1e-12);
    }
  }

  @Test
  void theMasksOfHeadsDoNotDependOnHowTheyAreDivided() {
    // A group has room for the weights of one head.
    Tensor tokens = bench.random(1, 1024, 8);
    INDArray divided = NdArrays.of(attention(bench.training(), tokens)).dup();
    Tensor heads = tokens.split(2, 2, 4).permute(0, 2, 1, 3);
    Tensor mixed = bench.random(1, 2, 1024, 4);
    Scope scope = bench.training();
    AttentionGroup group =
        new AttentionGroup(
            scope.in("layer"), "attention", 0.25, 0, 0.5, heads, heads, heads, mixed);
    scope.dropouts().forEach(dropout -> dropout.draw(KEY));
    group.forward();
    INDArray together = NdArrays.of(mixed.permute(0, 2, 1, 3)).dup('c').reshape(1, 1024, 8);
    assertThat(divided.sub(together).amaxNumber().doubleValue()).isLessThan(1e-12);
  }

  private Tensor attention(Scope scope, Tensor tokens) {
    Tensor mixed = bench.random(tokens.shape());
    Attention attention = new Attention(scope.in("layer"), 2, 0.25, tokens, tokens, tokens, mixed);
    scope.dropouts().forEach(dropout -> dropout.draw(KEY));
    attention.forward();
    return mixed;
  }

  @Test
  void aMaskReturnsWithItsStep() {
    Dropout dropout = new Dropout(bench.training(), "layer", 0.25, x, x.shape());
    dropout.draw(KEY);
    dropout.forward();
    INDArray first = NdArrays.of(dropout.y()).dup();
    dropout.draw(new MaskKey(7, 0, 4));
    dropout.draw(KEY);
    dropout.forward();
    assertThat(NdArrays.of(dropout.y())).isEqualTo(first);
  }

  @Test
  void elementsAreDroppedAtTheRateAndTheMeanStays() {
    NdArrays.of(x).assign(1);
    INDArray y = dropped("layer", 0.25, KEY);
    double kept = y.neq(0).castTo(y.dataType()).meanNumber().doubleValue();
    // 4096 draws: a deviation of the share is 0.007.
    assertThat(kept).isEqualTo(0.75, within(0.03));
    assertThat(y.maxNumber().doubleValue()).isEqualTo(1 / 0.75, within(1e-12));
    assertThat(y.meanNumber().doubleValue()).isEqualTo(1, within(0.04));
  }

  @Test
  void aSharedMaskDropsWholeClips() {
    NdArrays.of(x).assign(1);
    Dropout dropout = new Dropout(bench.training(), "layer", 0.5, x, 64, 1, 1);
    dropout.draw(KEY);
    dropout.forward();
    INDArray sums = NdArrays.of(dropout.y()).sum(1, 2);
    assertThat(sums.toDoubleVector()).containsOnly(0, 128).contains(0, 128);
  }

  @Test
  void gradientPassesWhereTheElementPassed() {
    Dropout dropout = new Dropout(bench.training(), "layer", 0.25, x, x.shape());
    Tensor d = bench.random(x.shape());
    INDArray dy = NdArrays.of(d).dup();
    dropout.differentiate(d);
    dropout.draw(KEY);
    dropout.forward();
    dropout.backward();
    INDArray mask = NdArrays.of(dropout.y()).div(NdArrays.of(x));
    assertThat(NdArrays.of(d).equalsWithEps(dy.mul(mask), 1e-12)).isTrue();
  }

  @Test
  void rateZeroAndInferencePassTheTensorOn() {
    assertThat(new Dropout(bench.training(), "layer", 0, x, x.shape()).y()).isSameAs(x);
    assertThat(new Dropout(bench.inference(), "layer", 0.5, x, x.shape()).y()).isSameAs(x);
  }

  private INDArray dropped(String layer, double rate, MaskKey key) {
    Dropout dropout = new Dropout(bench.training(), layer, rate, x, x.shape());
    dropout.draw(key);
    dropout.forward();
    return NdArrays.of(dropout.y()).dup();
  }
}
