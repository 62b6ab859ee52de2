package org.logoformer.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels.Convolution;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.factory.Nd4j;

/** The same convolution by tiles and by oneDNN's own code. */
final class WinogradConvolutionTest {
  private static final Window WINDOW = Window.square(3, 1, 1);

  /** Relative to the largest element. */
  private static final double ROUNDING = 2e-5;

  /** The last case takes each member several chunks of different sizes. */
  @ParameterizedTest(name = "{0} images of {1}x{2}, {3} to {4} channels, {5} threads")
  @CsvSource({
    "1, 4, 4, 32, 32, 1",
    "2, 3, 9, 32, 48, 1",
    "5, 7, 7, 64, 32, 2",
    "1, 6, 5, 32, 32, 3",
    "29, 28, 28, 64, 64, 2"
  })
  void isTheConvolutionAndItsGradients(
      int images, int height, int width, int in, int out, int threads) {
    try (OneDnnKernels kernels = new OneDnnKernels(threads, Precision.F32)) {
      Tensor x = random(kernels, 1, images, height, width, in);
      Tensor w = random(kernels, 2, out, in, 3, 3);
      Tensor dy = random(kernels, 3, images, height, width, out);
      Tensor[] direct = fresh(kernels, x, w, dy);
      Tensor[] tiled = fresh(kernels, x, w, dy);
      run(
          new ConvolutionOp(kernels.engine(), WINDOW, x, w, Tail.of(null), null, direct[2]),
          dy,
          direct);
      run(new WinogradConvolution(kernels.engine(), x, w, tiled[2]), dy, tiled);
      for (int i = 0; i < direct.length; i++) {
        assertClose(tiled[i], direct[i]);
      }
    }
  }

  /**
   * Of 32 channels, and of images that hardly begin a tile, the direct method is the faster one.
   */
  @ParameterizedTest
  @CsvSource({
    "8, 8, 64, 64, true",
    "8, 8, 64, 32, false",
    "8, 8, 32, 64, false",
    "3, 3, 64, 64, true",
    "2, 2, 64, 64, false",
    "1, 1, 64, 64, false",
    "1, 8, 64, 64, false",
    "8, 1, 64, 64, false"
  })
  void isChosenWhereItGains(int height, int width, int in, int out, boolean tiled) {
    try (OneDnnKernels kernels = new OneDnnKernels(1, Precision.F32)) {
      Tensor x = kernels.arena().allocate(1, height, width, in);
      Tensor w = kernels.arena().allocate(out, in, 3, 3);
      Tensor y = kernels.arena().allocate(1, height, width, out);
      assertThat(kernels.convolution(WINDOW, x, w, null, y) instanceof WinogradConvolution)
          .isEqualTo(tiled);
    }
  }

  @Test
  void givesTheSameBitsInEachRun() {
    try (OneDnnKernels kernels = new OneDnnKernels(2, Precision.F32)) {
      Tensor x = random(kernels, 1, 7, 9, 9, 32);
      Tensor w = random(kernels, 2, 32, 32, 3, 3);
      Tensor dy = random(kernels, 3, 7, 9, 9, 32);
      Tensor[] first = fresh(kernels, x, w, dy);
      Tensor[] second = fresh(kernels, x, w, dy);
      run(new WinogradConvolution(kernels.engine(), x, w, first[2]), dy, first);
      run(new WinogradConvolution(kernels.engine(), x, w, second[2]), dy, second);
      for (int i = 0; i < first.length; i++) {
        assertThat(values(second[i])).containsExactly(values(first[i]));
      }
    }
  }

  /** For dx, dw, y. */
  private static Tensor[] fresh(OneDnnKernels kernels, Tensor x, Tensor w, Tensor dy) {
    return new Tensor[] {
      kernels.arena().allocate(x.shape()),
      kernels.arena().allocate(w.shape()),
      kernels.arena().allocate(dy.shape())
    };
  }

  private static void run(Convolution convolution, Tensor dy, Tensor[] results) {
    convolution.run();
    convolution.inputGradient(dy, results[0]).run();
    convolution.weightGradient(dy, results[1], null).run();
  }

  private static void assertClose(Tensor actual, Tensor expected) {
    float[] wanted = values(expected);
    double most = 0;
    for (float v : wanted) {
      most = Math.max(most, Math.abs(v));
    }
    float[] found = values(actual);
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      if (!(Math.abs(found[i] - wanted[i]) <= ROUNDING * most)) {
        assertThat(found[i])
            .as("element " + i)
            .isCloseTo(wanted[i], within((float) (ROUNDING * most)));
      }
    }
  }

  private static Tensor random(OneDnnKernels kernels, long seed, long... shape) {
    Tensor tensor = kernels.arena().allocate(shape);
    Random random = new Random(seed);
    float[] all = new float[Math.toIntExact(tensor.length())];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) random.nextGaussian();
    }
    NdArrays.of(tensor).assign(Nd4j.createFromArray(all).reshape(shape));
    return tensor;
  }

  private static float[] values(Tensor tensor) {
    return NdArrays.of(tensor).dup('c').reshape(tensor.length()).toFloatVector();
  }
}
