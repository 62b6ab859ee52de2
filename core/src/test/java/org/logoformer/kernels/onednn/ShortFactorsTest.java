package org.logoformer.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.ShortFactors;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** Factors are rounded, and nothing else is. */
class ShortFactorsTest {
  /** Of sums of 32 bits, Winograd's transforms among them. */
  private static final double ROUNDING = 2e-5;

  @BeforeAll
  static void onlyOnCpusWithSuchProducts() {
    assumeThat(ShortFactors.areServed()).isTrue();
  }

  /** Makes an operation that writes its last tensor. */
  private interface Made {
    Op of(Kernels kernels, Tensor[] t);
  }

  private static final Made LINEAR = (k, t) -> k.linear(t[0], t[1], null, null, t[t.length - 1]);

  private static final Made CONVOLUTION =
      (k, t) -> k.convolution(Window.square(3, 1, 1), t[0], t[1], null, t[t.length - 1]);

  private static final long[][] WIDE = {{70, 64}, {96, 64}, {70, 96}};
  private static final long[][] NARROW = {{70, 64}, {16, 64}, {70, 16}};
  private static final long[][] IMAGES = {{2, 12, 12, 64}, {64, 64, 3, 3}, {2, 12, 12, 64}};

  @ParameterizedTest
  @EnumSource(names = {"BF16", "BF16_MATH"})
  void aProductIsThatOfRoundedFactorsWhichIsNotThatOfTheFactors(Precision precision) {
    assertRounded(precision, LINEAR, WIDE);
  }

  @ParameterizedTest
  @EnumSource(names = {"BF16", "BF16_MATH"})
  void aConvolutionIsThatOfRoundedFactors(Precision precision) {
    assertRounded(precision, CONVOLUTION, IMAGES);
  }

  @Test
  void aProductTooNarrowToGainStaysAsItIsUnlessAllAreToBeRounded() {
    assertThat(computed(Precision.BF16, LINEAR, false, NARROW))
        .isEqualTo(computed(Precision.F32, LINEAR, false, NARROW));
    assertRounded(Precision.BF16_MATH, LINEAR, NARROW);
  }

  @Test
  void anActivationIsNotRounded() {
    Made gelu = (k, t) -> k.gelu(t[0], t[1]);
    long[][] shapes = {{7, 9}, {7, 9}};
    assertThat(computed(Precision.BF16_MATH, gelu, false, shapes))
        .isEqualTo(computed(Precision.F32, gelu, false, shapes));
  }

  @Test
  void theSameProductHasTheSameBits() {
    assertThat(computed(Precision.BF16, CONVOLUTION, false, IMAGES))
        .isEqualTo(computed(Precision.BF16, CONVOLUTION, false, IMAGES));
  }

  private static void assertRounded(Precision precision, Made made, long[][] shapes) {
    float[] got = computed(precision, made, false, shapes);
    float[] expected = computed(Precision.F32, made, true, shapes);
    assertThat(distance(got, expected)).isLessThan(ROUNDING);
    assertThat(distance(got, computed(Precision.F32, made, false, shapes)))
        .isBetween(10 * ROUNDING, 1e-2);
  }

  /** Largest difference, relative to the largest value. */
  private static double distance(float[] a, float[] b) {
    double largest = 0;
    double error = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(b[i]));
      error = Math.max(error, Math.abs(a[i] - b[i]));
    }
    return error / largest;
  }

  private static float[] computed(
      Precision precision, Made made, boolean rounded, long[]... shapes) {
    try (OneDnnKernels kernels = new OneDnnKernels(1, precision)) {
      SplittableRandom random = new SplittableRandom(7);
      Tensor[] tensors =
          Arrays.stream(shapes)
              .map(kernels.arena()::allocate)
              .map(tensor -> write(tensor, random, rounded))
              .toArray(Tensor[]::new);
      made.of(kernels, tensors).run();
      return NdArrays.of(tensors[tensors.length - 1]).dup('c').data().asFloat();
    }
  }

  private static Tensor write(Tensor tensor, SplittableRandom random, boolean rounded) {
    double[] values = random.doubles(tensor.length(), -1, 1).toArray();
    if (rounded) {
      Arrays.setAll(values, i -> shortened((float) values[i]));
    }
    tensor.write(values);
    return tensor;
  }

  /** The nearest number of 8 significant bits. */
  private static float shortened(float value) {
    float unit = Math.scalb(1f, Math.getExponent(value) - 7);
    return (float) Math.rint(value / unit) * unit;
  }
}
