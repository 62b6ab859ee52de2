package org.logoformer.kernels;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.tensor.Tensor;

class LinearContractTest {
  private static final double[] NONE = {};

  /** Which rows of a stream of tokens a linear layer reads or writes. */
  private enum Rows {
    MATRIX,
    TOKENS,
    FIRST_TOKEN,
    OTHER_TOKENS;

    Tensor random(Bench bench, long columns) {
      return switch (this) {
        case MATRIX -> bench.random(7, columns);
        case TOKENS -> bench.random(2, 5, columns);
        case FIRST_TOKEN -> bench.random(3, 4, columns).slice(1, 0, 1);
        case OTHER_TOKENS -> bench.random(3, 6, columns).slice(1, 1, 6);
      };
    }
  }

  private record Case(Rows rows, int in, int out) {}

  static Stream<Arguments> cases() {
    return Implementation.with(
        new Case(Rows.MATRIX, 5, 3),
        new Case(Rows.MATRIX, 64, 7),
        new Case(Rows.MATRIX, 1, 16),
        new Case(Rows.TOKENS, 32, 96),
        new Case(Rows.TOKENS, 9, 11),
        new Case(Rows.FIRST_TOKEN, 16, 8),
        new Case(Rows.OTHER_TOKENS, 16, 24),
        new Case(Rows.OTHER_TOKENS, 7, 5));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void multipliesRowsWithTheTransposedWeights(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = c.rows().random(bench, c.in());
      Tensor w = bench.random(c.out(), c.in());
      Tensor b = bench.random(c.out());
      long[] shape = c.rows().random(bench, c.out()).shape();
      Tensor y = bench.fresh(shape);
      Tensor plain = bench.fresh(shape);
      bench.kernels.linear(x, w, b, null, y).run();
      bench.kernels.linear(x, w, null, null, plain).run();
      double[] xs = bench.read(x);
      bench.assertClose(y, Reference.linear(xs, bench.read(w), bench.read(b), c.in()));
      bench.assertClose(plain, Reference.linear(xs, bench.read(w), NONE, c.in()));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void addsAResidual(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = c.rows().random(bench, c.in());
      Tensor w = bench.random(c.out(), c.in());
      Tensor b = bench.random(c.out());
      Tensor residual = c.rows().random(bench, c.out());
      Tensor y = c.rows().random(bench, c.out());
      Tensor both = c.rows().random(bench, c.out());
      double[] product = Reference.linear(bench.read(x), bench.read(w), bench.read(b), c.in());
      double[] expected = sum(product, bench.read(residual));
      double[] expectedInPlace = sum(product, bench.read(both));
      bench.kernels.linear(x, w, b, residual, y).run();
      bench.kernels.linear(x, w, b, both, both).run();
      bench.assertClose(y, expected);
      bench.assertClose(both, expectedInPlace);
    }
  }

  private static double[] sum(double[] a, double[] b) {
    double[] s = a.clone();
    for (int i = 0; i < s.length; i++) {
      s[i] += b[i];
    }
    return s;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void hasTheGradientsOfALinearLayer(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = c.rows().random(bench, c.in());
      Tensor w = bench.random(c.out(), c.in());
      Tensor b = bench.random(c.out());
      Tensor dy = c.rows().random(bench, c.out());
      Tensor dx = c.rows().random(bench, c.in());
      Tensor dw = bench.fresh(c.out(), c.in());
      Tensor plain = bench.fresh(c.out(), c.in());
      Tensor db = bench.fresh(c.out());
      Kernels.Linear op = bench.kernels.linear(x, w, b, null, bench.fresh(dy.shape()));
      op.run();
      op.inputGradient(dy, dx).run();
      op.weightGradient(dy, dw, db).run();
      op.weightGradient(dy, plain, null).run();
      double[] xs = bench.read(x);
      double[] ws = bench.read(w);
      double[] bs = bench.read(b);
      double[] dys = bench.read(dy);
      bench.assertGradient(dx, xs, dys, v -> Reference.linear(v, ws, bs, c.in()));
      bench.assertGradient(dw, ws, dys, v -> Reference.linear(xs, v, bs, c.in()));
      bench.assertGradient(plain, ws, dys, v -> Reference.linear(xs, v, bs, c.in()));
      bench.assertGradient(db, bs, dys, v -> Reference.linear(xs, ws, v, c.in()));
    }
  }

  /** Attention's products: sizes, and whether heads are strides in a token's channels. */
  private record Product(int batch, int heads, int m, int k, int n) {}

  static Stream<Arguments> products() {
    return Implementation.with(
        new Product(2, 4, 8, 8, 8),
        new Product(3, 1, 5, 7, 9),
        new Product(1, 2, 17, 16, 33),
        new Product(4, 3, 1, 6, 1));
  }

  private static double[] reference(Bench bench, double alpha, Tensor a, Tensor b, Product p) {
    return Reference.matmul(
        alpha, bench.read(a), bench.read(b), p.batch() * p.heads(), p.m(), p.k(), p.n());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("products")
  void multipliesBatchesOfMatrices(Implementation implementation, Product p) {
    try (Bench bench = new Bench(implementation)) {
      long batch = (long) p.batch() * p.heads();
      Tensor a = bench.random(batch, p.m(), p.k());
      Tensor b = bench.random(batch, p.k(), p.n());
      Tensor y = bench.fresh(batch, p.m(), p.n());
      bench.kernels.matmul(0.25, a, b, y).run();
      bench.assertClose(y, reference(bench, 0.25, a, b, p));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("products")
  void multipliesTransposedMatricesIntoATransposedResult(Implementation implementation, Product p) {
    try (Bench bench = new Bench(implementation)) {
      long batch = (long) p.batch() * p.heads();
      Tensor a = bench.random(batch, p.k(), p.m()).permute(0, 2, 1);
      Tensor b = bench.random(batch, p.n(), p.k()).permute(0, 2, 1);
      Tensor y = bench.fresh(batch, p.n(), p.m()).permute(0, 2, 1);
      bench.kernels.matmul(1, a, b, y).run();
      bench.assertClose(y, reference(bench, 1, a, b, p));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("products")
  void readsHeadsAsStridesOfTokens(Implementation implementation, Product p) {
    try (Bench bench = new Bench(implementation)) {
      // [B, T, heads * d] seen as [B, heads, T, d], out of a wider row.
      Tensor q = heads(bench, p.batch(), p.m(), p.heads(), p.k());
      Tensor key = heads(bench, p.batch(), p.n(), p.heads(), p.k()).permute(0, 1, 3, 2);
      Tensor scores = bench.fresh(p.batch(), p.heads(), p.m(), p.n());
      bench.kernels.matmul(0.5, q, key, scores).run();
      bench.assertClose(scores, reference(bench, 0.5, q, key, p));
      Tensor value = heads(bench, p.batch(), p.n(), p.heads(), p.k());
      Tensor mixed = heads(bench, p.batch(), p.m(), p.heads(), p.k());
      bench.kernels.matmul(1, scores, value, mixed).run();
      Product back = new Product(p.batch(), p.heads(), p.m(), p.n(), p.k());
      bench.assertClose(mixed, reference(bench, 1, scores, value, back));
    }
  }

  private static Tensor heads(Bench bench, long batch, long tokens, long heads, long size) {
    return bench
        .random(batch, tokens, 3 * heads * size)
        .slice(2, heads * size, 2 * heads * size)
        .split(2, heads, size)
        .permute(0, 2, 1, 3);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("products")
  void multipliesPlainMatrices(Implementation implementation, Product p) {
    try (Bench bench = new Bench(implementation)) {
      Tensor a = bench.random(p.m(), p.k());
      Tensor b = bench.random(p.k(), p.n());
      Tensor y = bench.fresh(p.m(), p.n());
      bench.kernels.matmul(2, a, b, y).run();
      bench.assertClose(y, reference(bench, 2, a, b, new Product(1, 1, p.m(), p.k(), p.n())));
    }
  }
}
