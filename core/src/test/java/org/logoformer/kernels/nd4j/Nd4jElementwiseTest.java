package org.logoformer.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.buffer.DataType;

/** Values in closed form; gradients against finite differences. */
class Nd4jElementwiseTest extends Nd4jChecks {

  @Test
  void softmaxGradientMatchesFiniteDifferences() {
    Tensor x = random(3, 2, 5);
    Tensor y = garbage(x.shape());
    Tensor dy = random(x.shape());
    Tensor dx = garbage(x.shape());
    Tensor products = garbage(x.shape());
    Tensor dots = garbage(3, 2, 1);
    Op multiply = kernels.multiply(y, dy, products);
    Op sum = kernels.sum(products, dots);
    Op gradient = kernels.softmaxGradient(y, dots, dy, dx);
    Op backward =
        () -> {
          multiply.run();
          sum.run();
          gradient.run();
        };
    assertGradient(kernels.softmax(x, y), backward, x, y, dy, dx);
  }

  @Test
  void geluIsExactAndSoIsItsGradient() {
    Tensor x = random(3, 2, 5);
    NdArrays.of(x).putScalar(0, 1.0);
    Tensor y = garbage(x.shape());
    Tensor dy = random(x.shape());
    Tensor dx = garbage(x.shape());
    Op gelu = kernels.gelu(x, y);
    gelu.run();
    assertThat(at(y, 0, 0, 0)).isEqualTo(0.8413447460685429, within(1e-14));
    assertGradient(gelu, kernels.geluGradient(x, dy, dx), x, y, dy, dx);
  }

  @Test
  void additionAndProductBroadcastIntoStridedViewsInPlace() {
    Tensor a = random(2, 4, 3).slice(1, 1, 3);
    Tensor b = random(1, 3, 2).permute(0, 2, 1);
    double x = at(a, 1, 1, 2);
    kernels.add(a, b, a).run();
    assertThat(at(a, 1, 1, 2)).isEqualTo(x + at(b, 0, 1, 2), within(1e-15));
    x = at(a, 1, 1, 2);
    kernels.multiply(a, b, a).run();
    assertThat(at(a, 1, 1, 2)).isEqualTo(x * at(b, 0, 1, 2), within(1e-15));
  }

  @Test
  void sumRunsOverTheDimensionsOfSizeOne() {
    Tensor x = random(2, 3, 4, 5).permute(2, 0, 3, 1);
    Tensor y = garbage(1, 2, 1, 3);
    kernels.sum(x, y).run();
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 5; j++) {
        sum += at(x, i, 1, j, 2);
      }
    }
    assertThat(at(y, 0, 1, 0, 2)).isEqualTo(sum, within(1e-12));
  }

  @Test
  void reluGradientStopsWhereTheOutputIsZero() {
    Tensor a = random(2, 5);
    Tensor b = random(2, 5);
    Tensor y = garbage(2, 5);
    Tensor dy = random(2, 5);
    kernels.addRelu(a, b, y).run();
    double kept = at(dy, 0, 3);
    kernels.reluGradient(y, dy, dy).run();
    double pre = at(a, 0, 3) + at(b, 0, 3);
    assertThat(at(y, 0, 3)).isEqualTo(Math.max(pre, 0));
    assertThat(at(dy, 0, 3)).isEqualTo(pre > 0 ? kept : 0);
  }

  @Test
  void onlyFloatAndDoubleAreAccepted() {
    assertThatThrownBy(() -> new Nd4jKernels(DataType.BFLOAT16)).hasMessageContaining("BFLOAT16");
  }
}
