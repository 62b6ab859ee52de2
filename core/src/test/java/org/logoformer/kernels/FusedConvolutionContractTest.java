package org.logoformer.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** A convolution for inference is the one for training, its normalisation, and what follows. */
class FusedConvolutionContractTest {
  private record Case(Window window, long size, int in, int out, Activation activation) {}

  static Stream<Arguments> cases() {
    return Implementation.with(
        new Case(Window.square(7, 2, 3), 13, 3, 8, Activation.RELU),
        new Case(Window.square(1, 2, 0), 6, 8, 16, Activation.NONE),
        new Case(Window.square(3, 1, 1), 5, 16, 16, Activation.RELU),
        new Case(Window.square(3, 1, 1), 7, 64, 72, Activation.NONE),
        new Case(Window.square(3, 1, 1), 9, 72, 64, Activation.RELU));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void addsBiasAndResidualBeforeTheActivation(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(2, c.size(), c.size(), c.in());
      Tensor w = bench.random(c.out(), c.in(), c.window().kernel()[0], c.window().kernel()[1]);
      Tensor bias = bench.random(c.out());
      long out = c.window().outputSize(0, c.size());
      long[] shape = {2, out, out, c.out()};
      Tensor residual = bench.random(shape);
      Tensor with = bench.fresh(shape);
      Tensor without = bench.fresh(shape);
      Tensor again = bench.fresh(shape);
      Kernels k = bench.kernels;
      var convolutions =
          List.of(
              k.fusedConvolution(c.window(), x, w, bias, residual, c.activation(), with, null),
              k.fusedConvolution(c.window(), x, w, bias, null, c.activation(), without, null));
      // What is prepared stays while others are prepared and run.
      convolutions.forEach(Kernels.FusedConvolution::prepare);
      convolutions.forEach(Op::run);
      // What the first has prepared serves one like it.
      k.fusedConvolution(
              c.window(), x, w, bias, residual, c.activation(), again, convolutions.get(0))
          .run();
      assertThat(bench.read(again)).containsExactly(bench.read(with));
      double[] plain =
          Reference.convolution(
              c.window(),
              x.shape(),
              bench.read(x),
              w.shape(),
              bench.read(w),
              bench.read(bias),
              shape);
      bench.assertClose(without, tail(plain, new double[plain.length], c.activation()));
      bench.assertClose(with, tail(plain, bench.read(residual), c.activation()));
    }
  }

  @ParameterizedTest
  @MethodSource("org.logoformer.kernels.Implementation#all")
  void aChangeIsToldOnceAtMostAndNeverMissed(Implementation implementation) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(3, 5);
      BooleanSupplier changes = bench.kernels.changes(x);
      assertThat(changes.getAsBoolean()).as("at first").isTrue();
      boolean compares = !changes.getAsBoolean();
      NdArrays.of(x).putScalar(2, 4, 0.125);
      assertThat(changes.getAsBoolean()).as("after a change").isTrue();
      assertThat(changes.getAsBoolean()).as("told before").isEqualTo(!compares);
    }
  }

  private static double[] tail(double[] plain, double[] residual, Activation activation) {
    double[] y = new double[plain.length];
    for (int i = 0; i < y.length; i++) {
      double sum = plain[i] + residual[i];
      y[i] = activation == Activation.RELU ? Math.max(sum, 0) : sum;
    }
    return y;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void foldsTheNormalisationIntoWeightsAndBias(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      int taps = c.in() * c.window().kernel()[0] * c.window().kernel()[1];
      Tensor w = bench.random(c.out(), c.in(), c.window().kernel()[0], c.window().kernel()[1]);
      Tensor scale = bench.random(c.out());
      Tensor shift = bench.random(c.out());
      Tensor mean = bench.random(c.out());
      Tensor variance = bench.random(c.out());
      NdArrays.of(variance).muli(NdArrays.of(variance));
      Tensor folded = bench.fresh(w.shape());
      Tensor bias = bench.fresh(c.out());
      bench.kernels.foldNormalization(w, scale, shift, mean, variance, folded, bias).run();
      double[] weights = bench.read(w);
      double[] biases = new double[c.out()];
      for (int o = 0; o < c.out(); o++) {
        double factor = bench.read(scale)[o] / Math.sqrt(bench.read(variance)[o] + 1e-5);
        biases[o] = bench.read(shift)[o] - bench.read(mean)[o] * factor;
        for (int i = 0; i < taps; i++) {
          weights[o * taps + i] *= factor;
        }
      }
      bench.assertClose(folded, weights);
      bench.assertClose(bias, biases);
    }
  }
}
