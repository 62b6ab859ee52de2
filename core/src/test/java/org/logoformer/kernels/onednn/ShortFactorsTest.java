package org.logoformer.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.factory.Nd4j;

/** Where the CPU has no bfloat16, oneDNN computes in 32 bits, and nothing differs. */
class ShortFactorsTest {
  /** Of a factor of 8 significant bits, twice, in sums of terms of either sign. */
  private static final double ROUNDING = 2e-2;

  @Test
  void aConvolutionStaysNearTheOneIn32BitsAndAvoidsWinograd() {
    float[] expected = convolved(Precision.F32, "products of tiles");
    float[] got = convolved(Precision.BF16_MATH, "convolution of");
    double largest = 0;
    double error = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(expected[i] - got[i]));
    }
    assertThat(error).isLessThan(ROUNDING * largest);
  }

  private static float[] convolved(Precision precision, String primitive) {
    try (OneDnnKernels kernels = new OneDnnKernels(1, precision)) {
      Tensor x = random(kernels, 2, 12, 12, 64);
      Tensor weight = random(kernels, 64, 64, 3, 3);
      Tensor y = kernels.arena().allocate(2, 12, 12, 64);
      kernels.convolution(Window.square(3, 1, 1), x, weight, null, y).run();
      assertThat(kernels.implementations()).anyMatch(i -> i.startsWith(primitive));
      return NdArrays.of(y).data().asFloat();
    }
  }

  private static Tensor random(OneDnnKernels kernels, long... shape) {
    SplittableRandom random = new SplittableRandom(7);
    Tensor tensor = kernels.arena().allocate(shape);
    float[] values = new float[Math.toIntExact(tensor.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    NdArrays.of(tensor).assign(Nd4j.createFromArray(values).reshape(shape));
    return tensor;
  }
}
