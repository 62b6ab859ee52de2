package org.logoformer.kernels;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.tensor.Tensor;

/**
 * Attention on some heads of a tensor [R, n, L, h], which a row too large for the cache is cut into
 * (R = 1), or on some of the rows.
 */
class HeadSlicesContractTest {

  /**
   * What is cut out of 2 rows and 6 heads.
   *
   * @param rows 1 or 2; of one row heads 2 and 3, of two rows all
   * @param queries Q
   * @param keys K
   * @param width h
   */
  private record Group(int rows, int queries, int keys, int width) {
    Tensor tokens(Bench bench, int length, int channels) {
      return of(bench.random(2, 6, length, channels));
    }

    /** Heads of one row, or one row of a tensor that has no other; all heads of two rows. */
    Tensor of(Tensor rnlh) {
      return rows == 2 ? rnlh : rnlh.slice(0, 1, 2).slice(1, 2, 4);
    }

    int matrices() {
      return rows == 2 ? 12 : 2;
    }
  }

  static Stream<Arguments> groups() {
    return Implementation.with(
        new Group(1, 9, 5, 4),
        new Group(1, 17, 16, 8),
        new Group(1, 1, 7, 3),
        new Group(1, 6, 1, 2),
        new Group(2, 9, 5, 4));
  }

  private static Tensor transposed(Tensor t) {
    return t.permute(0, 1, 3, 2);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("groups")
  void weighsKeysAndMixesValues(Implementation implementation, Group g) {
    try (Bench bench = new Bench(implementation)) {
      Tensor q = g.tokens(bench, g.queries(), g.width());
      Tensor k = g.tokens(bench, g.keys(), g.width());
      Tensor v = g.tokens(bench, g.keys(), g.width());
      Tensor y = g.tokens(bench, g.queries(), g.width());
      Tensor weights = bench.fresh(q.size(0), q.size(1), g.queries(), g.keys());
      bench.kernels.matmul(0.5, q, transposed(k), weights).run();
      double[] expected =
          Reference.matmul(
              0.5,
              bench.read(q),
              bench.read(transposed(k)),
              g.matrices(),
              g.queries(),
              g.width(),
              g.keys());
      bench.assertClose(weights, expected);
      bench.kernels.softmax(weights, weights).run();
      bench.kernels.matmul(1, weights, v, y).run();
      bench.assertClose(
          y,
          Reference.matmul(
              1,
              Reference.softmax(expected, g.keys()),
              bench.read(v),
              g.matrices(),
              g.queries(),
              g.keys(),
              g.width()));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("groups")
  void writesTransposedProducts(Implementation implementation, Group g) {
    try (Bench bench = new Bench(implementation)) {
      Tensor weights = bench.random(g.of(bench.random(2, 6, g.queries(), g.keys())).shape());
      Tensor dy = g.tokens(bench, g.queries(), g.width());
      Tensor dValues = g.tokens(bench, g.keys(), g.width());
      bench.kernels.matmul(1, transposed(weights), dy, dValues).run();
      bench.assertClose(
          dValues,
          Reference.matmul(
              1,
              bench.read(transposed(weights)),
              bench.read(dy),
              g.matrices(),
              g.keys(),
              g.queries(),
              g.width()));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("groups")
  void takesTheGradientOfSoftmaxFromSlicedDots(Implementation implementation, Group g) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(g.of(bench.random(2, 6, g.queries(), g.keys())).shape());
      Tensor y = bench.fresh(x.shape());
      bench.kernels.softmax(x, y).run();
      Tensor dy = bench.random(x.shape());
      Tensor dots = g.tokens(bench, g.queries(), 1);
      double[] ys = bench.read(y);
      double[] dys = bench.read(dy);
      bench.write(dots, Reference.rowDots(ys, dys, g.keys()));
      double[] dotted = bench.read(dots);
      double[] expected = new double[ys.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = ys[i] * (dys[i] - dotted[i / g.keys()]);
      }
      bench.kernels.softmaxGradient(y, dots, dy, dy).run();
      if (g.keys() > 1) {
        bench.assertClose(dy, expected);
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("groups")
  void takesSoftmaxAndItsGradientWhereEverythingIsSliced(Implementation implementation, Group g) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = g.tokens(bench, g.queries(), g.keys());
      double[] ys = Reference.softmax(bench.read(x), g.keys());
      bench.kernels.softmax(x, x).run();
      bench.assertClose(x, ys);
      Tensor dots = g.tokens(bench, g.queries(), 1);
      Tensor dy = g.tokens(bench, g.queries(), g.keys());
      Tensor dx = g.tokens(bench, g.queries(), g.keys());
      double[] dys = bench.read(dy);
      double[] dotted = bench.read(dots);
      double[] expected = new double[ys.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = ys[i] * (dys[i] - dotted[i / g.keys()]);
      }
      bench.kernels.softmaxGradient(x, dots, dy, dx).run();
      bench.assertClose(dx, expected);
    }
  }
}
