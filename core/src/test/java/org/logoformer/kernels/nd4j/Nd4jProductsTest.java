package org.logoformer.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** Linear layers and matrix products against plain loops; gradients against finite differences. */
class Nd4jProductsTest extends Nd4jChecks {

  @Test
  void linearReachesStridedRowsAndAddsToItsResidual() {
    Tensor x = random(2, 5, 4).slice(1, 1, 4);
    Tensor w = random(3, 4);
    Tensor bias = random(3);
    Tensor y = random(2, 6, 3).slice(1, 2, 5);
    double before = at(y, 1, 2, 1);
    kernels.linear(x, w, bias, y, y).run();
    double sum = before + at(bias, 1);
    for (int i = 0; i < 4; i++) {
      sum += at(x, 1, 2, i) * at(w, 1, i);
    }
    assertThat(at(y, 1, 2, 1)).isEqualTo(sum, within(1e-12));
  }

  @Test
  void linearGradientsMatchFiniteDifferences() {
    Tensor x = random(2, 5, 4).slice(1, 1, 4);
    Tensor w = random(3, 4);
    Tensor bias = random(3);
    Tensor y = garbage(2, 6, 3).slice(1, 2, 5);
    Tensor dy = random(2, 5, 3).slice(1, 0, 3);
    Tensor dx = garbage(2, 4, 4).slice(1, 0, 3);
    Tensor dWeight = garbage(3, 4);
    Tensor dBias = garbage(3);
    var linear = kernels.linear(x, w, bias, null, y);
    assertGradient(linear, linear.inputGradient(dy, dx), x, y, dy, dx);
    Op weightGradient = linear.weightGradient(dy, dWeight, dBias);
    assertGradient(linear, weightGradient, w, y, dy, dWeight);
    assertGradient(linear, weightGradient, bias, y, dy, dBias);
  }

  @Test
  void batchedProductOfStridedViewsWithTransposedOperand() {
    Tensor q = random(2, 7, 3, 5).permute(0, 2, 1, 3);
    Tensor k = random(2, 8, 3, 5).permute(0, 2, 3, 1);
    Tensor y = garbage(2, 7, 3, 8).permute(0, 2, 1, 3);
    kernels.matmul(0.25, q, k, y).run();
    double sum = 0;
    for (int i = 0; i < 5; i++) {
      sum += 0.25 * at(q, 1, 2, 4, i) * at(k, 1, 2, i, 6);
    }
    assertThat(at(y, 1, 2, 4, 6)).isEqualTo(sum, within(1e-12));
  }
}
