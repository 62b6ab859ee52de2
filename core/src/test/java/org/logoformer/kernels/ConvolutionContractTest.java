package org.logoformer.kernels;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.tensor.Tensor;

class ConvolutionContractTest {
  private static final double[] NONE = {};

  /** x [N, size.., C] and weight [O, C/groups, kernel..]. */
  private record Case(String name, Window window, long[] x, long outputs, long groups) {
    long[] weight() {
      int r = window.rank();
      long[] w = new long[r + 2];
      w[0] = outputs;
      w[1] = x[r + 1] / groups;
      for (int i = 0; i < r; i++) {
        w[i + 2] = window.kernel()[i];
      }
      return w;
    }

    long[] y() {
      long[] y = x.clone();
      for (int i = 0; i < window.rank(); i++) {
        y[i + 1] = window.outputSize(i, x[i + 1]);
      }
      y[y.length - 1] = outputs;
      return y;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }

  static Stream<Arguments> cases() {
    Window pool = Window.tiling(2, 1, 1);
    Window cube = Window.tiling(2, 2, 2);
    return Implementation.with(
        new Case("stem 7x7 stride 2", Window.square(7, 2, 3), shape(2, 13, 16, 3), 8, 1),
        new Case("3x3", Window.square(3, 1, 1), shape(2, 6, 5, 16), 24, 1),
        new Case("3x3 odd channels", Window.square(3, 1, 1), shape(3, 5, 4, 5), 7, 1),
        new Case("3x3 wide", Window.square(3, 1, 1), shape(3, 9, 7, 64), 72, 1),
        new Case("3x3 stride 2", Window.square(3, 2, 1), shape(1, 7, 8, 8), 16, 1),
        new Case("3x3 stride 2 odd", Window.square(3, 2, 1), shape(2, 5, 5, 3), 6, 1),
        new Case("1x1", Window.square(1, 1, 0), shape(2, 4, 3, 16), 10, 1),
        new Case("1x1 stride 2", Window.square(1, 2, 0), shape(2, 7, 6, 16), 32, 1),
        new Case("time pooling", pool, shape(2, 4, 3, 3, 16), 16, 1),
        new Case("time pooling odd", pool, shape(1, 5, 2, 3, 6), 6, 1),
        new Case("cube", cube, shape(2, 4, 2, 4, 8), 8, 1),
        new Case("depthwise time", pool, shape(2, 4, 3, 2, 16), 16, 16),
        new Case("depthwise cube", cube, shape(2, 4, 4, 2, 6), 6, 6));
  }

  private static double[] forward(Case c, double[] x, double[] w, double[] b) {
    return Reference.convolution(c.window(), c.x(), x, c.weight(), w, b, c.y());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void convolvesWithAndWithoutBias(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(c.x());
      Tensor w = bench.random(c.weight());
      Tensor b = bench.random(c.outputs());
      Tensor y = bench.fresh(c.y());
      Tensor plain = bench.fresh(c.y());
      bench.kernels.convolution(c.window(), x, w, b, y).run();
      bench.kernels.convolution(c.window(), x, w, null, plain).run();
      bench.assertClose(y, forward(c, bench.read(x), bench.read(w), bench.read(b)));
      bench.assertClose(plain, forward(c, bench.read(x), bench.read(w), NONE));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void hasTheGradientsOfInputWeightsAndBias(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(c.x());
      Tensor w = bench.random(c.weight());
      Tensor b = bench.random(c.outputs());
      Tensor dy = bench.random(c.y());
      Tensor dx = bench.fresh(c.x());
      Tensor dw = bench.fresh(c.weight());
      Tensor db = bench.fresh(c.outputs());
      Kernels.Convolution op = bench.kernels.convolution(c.window(), x, w, b, bench.fresh(c.y()));
      Op inputGradient = op.inputGradient(dy, dx);
      Op weightGradient = op.weightGradient(dy, dw, db);
      op.run();
      inputGradient.run();
      weightGradient.run();
      double[] xs = bench.read(x);
      double[] ws = bench.read(w);
      double[] bs = bench.read(b);
      double[] dys = bench.read(dy);
      bench.assertGradient(dx, xs, dys, v -> forward(c, v, ws, bs));
      bench.assertGradient(dw, ws, dys, v -> forward(c, xs, v, bs));
      bench.assertGradient(db, bs, dys, v -> forward(c, xs, ws, v));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void followsWeightsThatMoveBetweenRuns(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(c.x());
      Tensor w = bench.random(c.weight());
      Tensor y = bench.fresh(c.y());
      Tensor dy = bench.random(c.y());
      Tensor dx = bench.fresh(c.x());
      Tensor dw = bench.fresh(c.weight());
      Kernels.Convolution op = bench.kernels.convolution(c.window(), x, w, null, y);
      Op inputGradient = op.inputGradient(dy, dx);
      Op weightGradient = op.weightGradient(dy, dw, null);
      op.run();
      inputGradient.run();
      weightGradient.run();
      bench.fill(w);
      op.run();
      weightGradient.run();
      inputGradient.run();
      double[] xs = bench.read(x);
      double[] ws = bench.read(w);
      double[] dys = bench.read(dy);
      bench.assertClose(y, forward(c, xs, ws, NONE));
      bench.assertGradient(dx, xs, dys, v -> forward(c, v, ws, NONE));
      bench.assertGradient(dw, ws, dys, v -> forward(c, xs, v, NONE));
    }
  }
}
