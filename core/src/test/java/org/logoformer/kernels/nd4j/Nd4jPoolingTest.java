package org.logoformer.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** Values in closed form; gradients against finite differences. */
class Nd4jPoolingTest extends Nd4jChecks {

  @Test
  void maximumIgnoresPaddingAndItsGradientGoesToTheFirstOfEquals() {
    Tensor x = garbage(1, 4, 4, 1);
    NdArrays.of(x).assign(-3);
    Tensor y = garbage(1, 2, 2, 1);
    Tensor dy = random(1, 2, 2, 1);
    Tensor dx = garbage(1, 4, 4, 1);
    Kernels.Pooling pooling = kernels.maxPooling(Window.square(3, 2, 1), x, y);
    pooling.run();
    assertThat(NdArrays.of(y).eq(-3).all()).isTrue();
    pooling.gradient(dy, dx).run();
    assertThat(at(dx, 0, 0, 0, 0)).isEqualTo(at(dy, 0, 0, 0, 0));
    assertThat(at(dx, 0, 0, 1, 0)).isEqualTo(at(dy, 0, 0, 1, 0));
    assertThat(at(dx, 0, 1, 0, 0)).isEqualTo(at(dy, 0, 1, 0, 0));
    assertThat(at(dx, 0, 1, 1, 0)).isEqualTo(at(dy, 0, 1, 1, 0));
    assertThat(at(dx, 0, 2, 2, 0)).isZero();
  }

  @Test
  void poolingGradientsMatchFiniteDifferences() {
    Tensor x = random(2, 5, 5, 2);
    Tensor y = garbage(2, 3, 3, 2);
    Tensor dy = random(y.shape());
    Tensor dx = garbage(x.shape());
    Kernels.Pooling max = kernels.maxPooling(Window.square(3, 2, 1), x, y);
    assertGradient(max, max.gradient(dy, dx), x, y, dy, dx);

    Tensor v = random(2, 4, 3, 3, 2);
    Tensor mean = garbage(2, 2, 3, 3, 2);
    Tensor dMean = random(mean.shape());
    Tensor dv = garbage(v.shape());
    Kernels.Pooling average = kernels.averagePooling(Window.tiling(2, 1, 1), v, mean);
    assertGradient(average, average.gradient(dMean, dv), v, mean, dMean, dv);
    assertThat(at(mean, 1, 1, 2, 0, 1))
        .isEqualTo((at(v, 1, 2, 2, 0, 1) + at(v, 1, 3, 2, 0, 1)) / 2, within(1e-12));
  }
}
