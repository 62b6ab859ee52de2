package org.logoformer.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.random.Keyed;
import org.logoformer.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Forward passes against plain loops or closed forms; gradients against finite differences. */
class Nd4jKernelsTest {
  private final Kernels kernels = new Nd4jKernels(DataType.DOUBLE);
  private int drawn;

  @AfterEach
  void close() {
    kernels.close();
  }

  @ParameterizedTest
  @CsvSource({"3,1,1,5,4", "3,2,1,7,5", "1,1,0,4,2", "1,2,0,5,2", "7,2,3,9,3", "2,2,0,6,3"})
  void convolutionIsTheSumOverItsWindow(int kernel, int stride, int padding, int size, int in) {
    Window window = Window.square(kernel, stride, padding);
    long out = window.outputSize(0, size);
    Tensor x = random(2, size, size, in);
    Tensor w = random(3, in, kernel, kernel);
    Tensor bias = random(3);
    Tensor y = garbage(2, out, out, 3);

    kernels.convolution(window, x, w, bias, y).run();

    for (long n = 0; n < 2; n++) {
      for (long i = 0; i < out; i++) {
        for (long j = 0; j < out; j++) {
          for (long o = 0; o < 3; o++) {
            double sum = at(bias, o);
            for (int a = 0; a < kernel; a++) {
              for (int b = 0; b < kernel; b++) {
                long h = i * stride + a - padding;
                long v = j * stride + b - padding;
                boolean inside = h >= 0 && h < size && v >= 0 && v < size;
                for (int c = 0; c < in; c++) {
                  sum += inside ? at(x, n, h, v, c) * at(w, o, c, a, b) : 0;
                }
              }
            }
            assertThat(at(y, n, i, j, o)).isEqualTo(sum, within(1e-12));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3,1,1,5", "3,2,1,6", "1,2,0,5", "1,1,0,3", "2,2,0,5"})
  void convolutionGradientsMatchFiniteDifferences(int kernel, int stride, int padding, int size) {
    Window window = Window.square(kernel, stride, padding);
    long out = window.outputSize(0, size);
    checkConvolution(
        window, random(3, size, size, 2), random(4, 2, kernel, kernel), garbage(3, out, out, 4));
  }

  @Test
  void threeDimensionalConvolutionGradientsMatchFiniteDifferences() {
    checkConvolution(
        Window.tiling(2, 1, 1),
        random(2, 4, 3, 3, 2),
        random(3, 2, 2, 1, 1),
        garbage(2, 2, 3, 3, 3));
    checkConvolution(
        new Window(new int[] {2, 3, 2}, new int[] {1, 2, 1}, new int[] {1, 1, 0}),
        random(2, 3, 5, 3, 2),
        random(3, 2, 2, 3, 2),
        garbage(2, 4, 3, 2, 3));
  }

  @Test
  void depthwiseConvolutionGradientsMatchFiniteDifferences() {
    checkConvolution(
        Window.tiling(2, 2, 2),
        random(2, 4, 4, 2, 3),
        random(3, 1, 2, 2, 2),
        garbage(2, 2, 2, 1, 3));
    checkConvolution(
        Window.square(3, 2, 1), random(2, 5, 5, 3), random(3, 1, 3, 3), garbage(2, 3, 3, 3));
  }

  @Test
  void depthwiseConvolutionEqualsTheDenseOneWithADiagonalWeight() {
    Window window = Window.square(3, 2, 1);
    Tensor x = random(2, 5, 5, 3);
    Tensor w = random(3, 1, 3, 3);
    Tensor dense = kernels.arena().allocate(3, 3, 3, 3);
    dense.array().assign(0);
    for (int c = 0; c < 3; c++) {
      kernels.copy(w.slice(0, c, c + 1), dense.slice(0, c, c + 1).slice(1, c, c + 1)).run();
    }
    Tensor expected = garbage(2, 3, 3, 3);
    Tensor y = garbage(2, 3, 3, 3);
    kernels.convolution(window, x, dense, null, expected).run();
    kernels.convolution(window, x, w, null, y).run();
    assertThat(y.array().equalsWithEps(expected.array(), 1e-12)).isTrue();
  }

  @Test
  void batchesThatNeedSeveralChunksGiveTheSameConvolution() {
    Window window = Window.square(3, 1, 1);
    Tensor x = random(3, 64, 64, 64);
    Tensor w = random(2, 64, 3, 3);
    Tensor y = garbage(3, 64, 64, 2);
    Tensor last = garbage(1, 64, 64, 2);
    kernels.convolution(window, x, w, null, y).run();
    kernels.convolution(window, x.slice(0, 2, 3), w, null, last).run();
    assertThat(y.slice(0, 2, 3).array().equalsWithEps(last.array(), 1e-12)).isTrue();

    Tensor dWeight = garbage(2, 64, 3, 3);
    Tensor parts = garbage(2, 64, 3, 3);
    Tensor dy = random(3, 64, 64, 2);
    kernels.convolution(window, x, w, null, y).weightGradient(dy, dWeight, null).run();
    double sum = 0;
    for (int n = 0; n < 3; n++) {
      kernels
          .convolution(window, x.slice(0, n, n + 1), w, null, last)
          .weightGradient(dy.slice(0, n, n + 1), parts, null)
          .run();
      sum += at(parts, 1, 7, 2, 0);
    }
    assertThat(at(dWeight, 1, 7, 2, 0)).isEqualTo(sum, within(1e-9));
  }

  @Test
  void maximumIgnoresPaddingAndItsGradientGoesToTheFirstOfEquals() {
    Tensor x = garbage(1, 4, 4, 1);
    x.array().assign(-3);
    Tensor y = garbage(1, 2, 2, 1);
    Tensor dy = random(1, 2, 2, 1);
    Tensor dx = garbage(1, 4, 4, 1);
    Kernels.Pooling pooling = kernels.maxPooling(Window.square(3, 2, 1), x, y);
    pooling.run();
    assertThat(y.array().eq(-3).all()).isTrue();
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
          copy.array().assign(dy.array());
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
    one.array().assign(1);
    Tensor zero = garbage(3);
    zero.array().assign(0);
    Tensor mean = garbage(3);
    mean.array().assign(2);
    Tensor variance = garbage(3);
    variance.array().assign(5);
    Tensor y = garbage(x.shape());
    var norm = kernels.batchNormalization(x, one, zero, mean, variance, y, Kernels.Activation.NONE);
    norm.train().run();
    norm.updateRunning().run();
    double batchMean = x.array().mean(0, 1, 2).getDouble(1);
    double batchVariance = x.array().var(true, 0, 1, 2).getDouble(1);
    assertThat(y.array().mean(0, 1, 2).getDouble(1)).isEqualTo(0, within(1e-12));
    assertThat(y.array().var(false, 0, 1, 2).getDouble(1)).isEqualTo(1, within(1e-4));
    assertThat(at(mean, 1)).isEqualTo(1.8 + 0.1 * batchMean, within(1e-12));
    assertThat(at(variance, 1)).isEqualTo(4.5 + 0.1 * batchVariance, within(1e-12));
  }

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
    x.array().putScalar(0, 1.0);
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

  private void checkConvolution(Window window, Tensor x, Tensor weight, Tensor y) {
    Tensor bias = random(weight.size(0));
    Tensor dy = random(y.shape());
    Tensor dx = garbage(x.shape());
    Tensor dWeight = garbage(weight.shape());
    Tensor dBias = garbage(bias.shape());
    var convolution = kernels.convolution(window, x, weight, bias, y);
    assertGradient(convolution, convolution.inputGradient(dy, dx), x, y, dy, dx);
    Op weightGradient = convolution.weightGradient(dy, dWeight, dBias);
    assertGradient(convolution, weightGradient, weight, y, dy, dWeight);
    assertGradient(convolution, weightGradient, bias, y, dy, dBias);
  }

  /** Compares dx with central differences of sum(y * dy) in every element of x. */
  private void assertGradient(Op forward, Op backward, Tensor x, Tensor y, Tensor dy, Tensor dx) {
    forward.run();
    backward.run();
    for (long i = 0; i < x.length(); i++) {
      long element = i;
      double value = x.array().getDouble(i);
      DoubleUnaryOperator loss =
          shift -> {
            x.array().putScalar(element, value + shift);
            forward.run();
            return y.array().mul(dy.array()).sumNumber().doubleValue();
          };
      double h = 1e-5;
      double expected = (loss.applyAsDouble(h) - loss.applyAsDouble(-h)) / (2 * h);
      x.array().putScalar(i, value);
      assertThat(dx.array().getDouble(i))
          .as("element %d of %s", i, x)
          .isEqualTo(expected, within(1e-7 * (1 + Math.abs(expected))));
    }
    forward.run();
  }

  private Tensor random(long... shape) {
    Tensor t = kernels.arena().allocate(shape);
    Keyed draws = Keyed.of(1, "tensor", drawn++);
    double[] values = new double[(int) t.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = draws.nextGaussian();
    }
    t.array().assign(Nd4j.create(values, shape, 'c'));
    return t;
  }

  /** Not a number everywhere: shows what an operation fails to overwrite. */
  private Tensor garbage(long... shape) {
    Tensor t = kernels.arena().allocate(shape);
    t.array().assign(Double.NaN);
    return t;
  }

  private static double at(Tensor t, long... index) {
    return t.array().getDouble(index);
  }
}
