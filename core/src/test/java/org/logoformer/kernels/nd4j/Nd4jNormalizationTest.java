package org.logoformer.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** Values in closed form; gradients against finite differences. */
class Nd4jNormalizationTest extends Nd4jChecks {

  @ParameterizedTest
  @CsvSource({"NONE", "RELU"})
  void batchNormalisationGradientsMatchFiniteDifferences(Kernels.Activation activation) {
    Tensor x = random(4, 3, 3, 2);
    Tensor scale = random(2);
    Tensor shift = random(2);
    Tensor y = garbage(x.shape());
    Tensor dy = random(x.shape());
    Tensor copy = garbage(x.shape());
    Tensor dScale = garbage(2);
    Tensor dShift = garbage(2);
    var norm = kernels.batchNormalization(x, scale, shift, garbage(2), garbage(2), y, activation);
    Op gradient = norm.gradient(copy, copy, dScale, dShift);
    Op backward =
        () -> {
          NdArrays.of(copy).assign(NdArrays.of(dy));
          gradient.run();
        };
    assertGradient(norm.train(), backward, x, y, dy, copy);
    assertGradient(norm.train(), backward, scale, y, dy, dScale);
    assertGradient(norm.train(), backward, shift, y, dy, dShift);
  }

  @Test
  void batchNormalisationNormalisesAndTracksStatistics() {
    Tensor x = random(6, 2, 2, 3);
    Tensor one = garbage(3);
    NdArrays.of(one).assign(1);
    Tensor zero = garbage(3);
    NdArrays.of(zero).assign(0);
    Tensor mean = garbage(3);
    NdArrays.of(mean).assign(2);
    Tensor variance = garbage(3);
    NdArrays.of(variance).assign(5);
    Tensor y = garbage(x.shape());
    var norm = kernels.batchNormalization(x, one, zero, mean, variance, y, Kernels.Activation.NONE);
    norm.train().run();
    norm.updateRunning().run();
    double batchMean = NdArrays.of(x).mean(0, 1, 2).getDouble(1);
    double batchVariance = NdArrays.of(x).var(true, 0, 1, 2).getDouble(1);
    assertThat(NdArrays.of(y).mean(0, 1, 2).getDouble(1)).isEqualTo(0, within(1e-12));
    assertThat(NdArrays.of(y).var(false, 0, 1, 2).getDouble(1)).isEqualTo(1, within(1e-4));
    assertThat(at(mean, 1)).isEqualTo(1.8 + 0.1 * batchMean, within(1e-12));
    assertThat(at(variance, 1)).isEqualTo(4.5 + 0.1 * batchVariance, within(1e-12));
  }

  @Test
  void layerNormalisationGradientsMatchFiniteDifferences() {
    Tensor x = random(2, 5, 4).slice(1, 1, 4);
    Tensor scale = random(4);
    Tensor shift = random(4);
    Tensor y = garbage(2, 3, 4);
    Tensor dy = random(2, 3, 4);
    Tensor dx = garbage(2, 4, 4).slice(1, 0, 3);
    Tensor dScale = garbage(4);
    Tensor dShift = garbage(4);
    var norm = kernels.layerNormalization(x, scale, shift, 1e-6, y);
    Op gradient = norm.gradient(dy, dx, dScale, dShift);
    assertGradient(norm, gradient, x, y, dy, dx);
    assertGradient(norm, gradient, scale, y, dy, dScale);
    assertGradient(norm, gradient, shift, y, dy, dShift);
  }
}
