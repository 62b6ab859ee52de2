package org.logoformer.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Kernels.BatchNormalization;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.factory.Nd4j;

final class LoneBatchNormalizationTest {
  private static final long[] SMALL = {8, 24, 24, 16};
  private static final long[] LARGE = {32, 24, 24, 48};

  @Test
  void givesTheBitsOfOneThreadHoweverManyThereAre() {
    assertThat(results(3, SMALL)).isEqualTo(results(1, SMALL));
  }

  @Test
  void servesSmallTensorsWhereThereAreSeveralThreads() {
    assertThat(isLone(2, SMALL)).isTrue();
    assertThat(isLone(1, SMALL)).isFalse();
    assertThat(isLone(2, LARGE)).isFalse();
  }

  private static boolean isLone(int threads, long[] shape) {
    try (OneDnnKernels kernels = new OneDnnKernels(threads, Precision.F32)) {
      return made(kernels, tensors(kernels, shape)) instanceof LoneBatchNormalization;
    }
  }

  /** x, scale, shift, running mean and variance, y, dy, dx, dScale, dShift. */
  private static Tensor[] tensors(OneDnnKernels kernels, long[] shape) {
    long channels = shape[shape.length - 1];
    Random random = new Random(7);
    return Stream.of(
            shape,
            new long[] {channels},
            new long[] {channels},
            new long[] {channels},
            new long[] {channels},
            shape,
            shape,
            shape,
            new long[] {channels},
            new long[] {channels})
        .map(s -> random(kernels, random, s))
        .toArray(Tensor[]::new);
  }

  private static Tensor random(OneDnnKernels kernels, Random random, long[] shape) {
    Tensor t = kernels.arena().allocate(shape);
    NdArrays.of(t)
        .assign(Nd4j.createFromArray(random.doubles(t.length()).toArray()).reshape(shape));
    return t;
  }

  private static BatchNormalization made(OneDnnKernels kernels, Tensor[] t) {
    return kernels.batchNormalization(t[0], t[1], t[2], t[3], t[4], t[5], Activation.RELU);
  }

  private static float[][] results(int threads, long[] shape) {
    try (OneDnnKernels kernels = new OneDnnKernels(threads, Precision.F32)) {
      Tensor[] t = tensors(kernels, shape);
      BatchNormalization batchNorm = made(kernels, t);
      batchNorm.train().run();
      batchNorm.updateRunning().run();
      batchNorm.gradient(t[6], t[7], t[8], t[9]).run();
      return Stream.of(t)
          .map(tensor -> NdArrays.of(tensor).dup().data().asFloat())
          .toArray(float[][]::new);
    }
  }
}
