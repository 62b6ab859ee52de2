package org.logoformer.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** Forward passes against plain loops; gradients against finite differences. */
class Nd4jConvolutionTest extends Nd4jChecks {

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
    NdArrays.of(dense).assign(0);
    for (int c = 0; c < 3; c++) {
      kernels.copy(w.slice(0, c, c + 1), dense.slice(0, c, c + 1).slice(1, c, c + 1)).run();
    }
    Tensor expected = garbage(2, 3, 3, 3);
    Tensor y = garbage(2, 3, 3, 3);
    kernels.convolution(window, x, dense, null, expected).run();
    kernels.convolution(window, x, w, null, y).run();
    assertThat(NdArrays.of(y).equalsWithEps(NdArrays.of(expected), 1e-12)).isTrue();
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
    assertThat(NdArrays.of(y.slice(0, 2, 3)).equalsWithEps(NdArrays.of(last), 1e-12)).isTrue();

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
}
