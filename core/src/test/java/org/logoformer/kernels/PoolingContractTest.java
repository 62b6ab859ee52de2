package org.logoformer.kernels;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

class PoolingContractTest {

  private record Case(Window window, long[] x) {
    long[] y() {
      long[] y = x.clone();
      for (int i = 0; i < window.rank(); i++) {
        y[i + 1] = window.outputSize(i, x[i + 1]);
      }
      return y;
    }

    @Override
    public String toString() {
      return window + " on " + java.util.Arrays.toString(x);
    }
  }

  static Stream<Arguments> maxima() {
    return Implementation.with(
        new Case(Window.square(3, 2, 1), new long[] {2, 8, 6, 16}),
        new Case(Window.square(3, 2, 1), new long[] {3, 7, 5, 3}),
        new Case(Window.square(2, 2, 0), new long[] {1, 4, 4, 8}));
  }

  static Stream<Arguments> means() {
    return Implementation.with(
        new Case(Window.tiling(2, 1, 1), new long[] {2, 4, 3, 3, 16}),
        new Case(Window.tiling(2, 1, 1), new long[] {1, 5, 2, 3, 7}),
        new Case(Window.tiling(2, 2, 2), new long[] {2, 4, 2, 4, 8}),
        new Case(Window.tiling(1, 1, 2), new long[] {2, 3, 2, 4, 5}),
        new Case(Window.tiling(3, 3), new long[] {2, 6, 3, 8}));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("maxima")
  void takesTheMaximumWithItsGradient(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(c.x());
      // Negative everywhere: padding must not win.
      NdArrays.of(x).subi(2);
      Tensor y = bench.fresh(c.y());
      Tensor dy = bench.random(c.y());
      Tensor dx = bench.fresh(c.x());
      Kernels.Pooling op = bench.kernels.maxPooling(c.window(), x, y);
      Op gradient = op.gradient(dy, dx);
      op.run();
      gradient.run();
      double[] xs = bench.read(x);
      bench.assertClose(y, Reference.maxPooling(c.window(), c.x(), xs, c.y()));
      bench.assertGradient(
          dx, xs, bench.read(dy), v -> Reference.maxPooling(c.window(), c.x(), v, c.y()));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("means")
  void takesTheMeanWithItsGradient(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(c.x());
      Tensor y = bench.fresh(c.y());
      Tensor dy = bench.random(c.y());
      Tensor dx = bench.fresh(c.x());
      Kernels.Pooling op = bench.kernels.averagePooling(c.window(), x, y);
      Op gradient = op.gradient(dy, dx);
      op.run();
      gradient.run();
      double[] xs = bench.read(x);
      bench.assertClose(y, Reference.averagePooling(c.window(), c.x(), xs, c.y()));
      bench.assertGradient(
          dx, xs, bench.read(dy), v -> Reference.averagePooling(c.window(), c.x(), v, c.y()));
    }
  }
}
