package org.logoformer.kernels;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** Sums, products, copies and zeros of any view. */
class StridedContractTest {

  /** Makes a view with known content. */
  private interface View {
    Tensor of(Bench bench);
  }

  private record Pair(String name, View a, View b) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> pairs() {
    return Implementation.with(
        new Pair("equal", b -> b.random(3, 5, 8), b -> b.random(3, 5, 8)),
        new Pair("vector", b -> b.random(33), b -> b.random(33)),
        new Pair("one number", b -> b.random(4, 7), b -> b.random(1, 1)),
        new Pair("row to matrix", b -> b.random(6, 16), b -> b.random(1, 16)),
        new Pair("column to matrix", b -> b.random(6, 7), b -> b.random(6, 1)),
        new Pair(
            "spatial positions to tokens",
            b -> b.random(2, 21, 8).slice(1, 1, 21).split(1, 4, 5),
            b -> b.random(1, 1, 5, 8)),
        new Pair(
            "temporal positions to tokens",
            b -> b.random(2, 21, 8).slice(1, 1, 21).split(1, 4, 5),
            b -> b.random(5, 8).slice(0, 1, 5).split(0, 4, 1).split(0, 1, 4)),
        new Pair("class token", b -> b.random(3, 5, 16).slice(1, 0, 1), b -> b.random(1, 1, 16)),
        new Pair("five dimensions", b -> b.random(2, 3, 2, 3, 5), b -> b.random(2, 1, 2, 1, 5)),
        new Pair("transposed", b -> b.random(4, 3, 6).permute(1, 0, 2), b -> b.random(3, 4, 6)),
        new Pair("middle of three", b -> b.random(3, 4, 9).slice(2, 2, 7), b -> b.random(3, 1, 5)));
  }

  /** Applies an operator to row-major values, the second operand repeated where its size is 1. */
  private static double[] combine(
      Tensor a, double[] as, Tensor b, double[] bs, DoubleBinaryOperator operator) {
    double[] y = new double[as.length];
    for (int i = 0; i < as.length; i++) {
      int rest = i;
      int at = 0;
      int step = 1;
      for (int axis = a.rank() - 1; axis >= 0; axis--) {
        int index = rest % (int) a.size(axis);
        rest /= (int) a.size(axis);
        at += b.size(axis) == 1 ? 0 : index * step;
        step *= (int) b.size(axis);
      }
      y[i] = operator.applyAsDouble(as[i], bs[at]);
    }
    return y;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("pairs")
  void addsViews(Implementation implementation, Pair pair) {
    try (Bench bench = new Bench(implementation)) {
      Tensor a = pair.a().of(bench);
      Tensor b = pair.b().of(bench);
      Tensor dense = bench.fresh(a.shape());
      double[] expected = combine(a, bench.read(a), b, bench.read(b), Double::sum);
      bench.kernels.add(a, b, dense).run();
      bench.assertClose(dense, expected);
      bench.kernels.add(a, b, a).run();
      bench.assertClose(a, expected);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("pairs")
  void subtractsViews(Implementation implementation, Pair pair) {
    try (Bench bench = new Bench(implementation)) {
      Tensor a = pair.a().of(bench);
      Tensor b = pair.b().of(bench);
      Tensor dense = bench.fresh(a.shape());
      double[] expected = combine(a, bench.read(a), b, bench.read(b), (v, w) -> v - w);
      bench.kernels.subtract(a, b, dense).run();
      bench.assertClose(dense, expected);
      bench.kernels.subtract(a, b, a).run();
      bench.assertClose(a, expected);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("pairs")
  void multipliesViews(Implementation implementation, Pair pair) {
    try (Bench bench = new Bench(implementation)) {
      Tensor a = pair.a().of(bench);
      Tensor b = pair.b().of(bench);
      Tensor strided = pair.a().of(bench);
      double[] expected = combine(a, bench.read(a), b, bench.read(b), (v, w) -> v * w);
      bench.kernels.multiply(a, b, strided).run();
      bench.assertClose(strided, expected);
      bench.kernels.multiply(a, b, a).run();
      bench.assertClose(a, expected);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("pairs")
  void sumsOverWhatIsRepeated(Implementation implementation, Pair pair) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = pair.a().of(bench);
      Tensor y = pair.b().of(bench);
      double[] xs = bench.read(x);
      double[] expected = new double[(int) y.length()];
      // The position in y of every element of x.
      double[] index = new double[expected.length];
      Arrays.setAll(index, i -> i);
      double[] at = combine(x, xs, y, index, (v, i) -> i);
      for (int i = 0; i < xs.length; i++) {
        expected[(int) at[i]] += xs[i];
      }
      bench.kernels.sum(x, y).run();
      bench.assertClose(y, expected);
    }
  }

  static Stream<Arguments> views() {
    return Implementation.with(
        view("contiguous", b -> b.random(3, 4, 5)),
        view("vector", b -> b.random(17)),
        view("slice of rows", b -> b.random(3, 7, 8).slice(1, 2, 5)),
        view("slice of columns", b -> b.random(5, 9).slice(1, 3, 4)),
        view("transposed", b -> b.random(6, 5).permute(1, 0)),
        view(
            "windows in eight dimensions",
            b ->
                b.random(2, 4, 4, 2, 6)
                    .split(1, 2, 2)
                    .split(3, 2, 2)
                    .split(5, 2, 1)
                    .permute(0, 1, 3, 5, 2, 4, 6, 7)));
  }

  private static Named<View> view(String name, View view) {
    return Named.of(name, view);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("views")
  void copiesFromAndToViews(Implementation implementation, View view) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = view.of(bench);
      Tensor dense = bench.fresh(x.shape());
      bench.kernels.copy(x, dense).run();
      bench.assertClose(dense, bench.read(x));
      Tensor strided = view.of(bench);
      bench.kernels.copy(dense, strided).run();
      bench.assertClose(strided, bench.read(x));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("views")
  void zeroesNothingButTheView(Implementation implementation, View view) {
    try (Bench bench = new Bench(implementation)) {
      Tensor before = bench.random(4);
      Tensor y = view.of(bench);
      NdArrays.of(y).assign(Double.NaN);
      Tensor after = bench.random(4);
      double[] untouched = bench.read(before);
      double[] untouchedToo = bench.read(after);
      bench.kernels.zero(y).run();
      bench.assertClose(y, bench.zeros(y));
      bench.assertClose(before, untouched);
      bench.assertClose(after, untouchedToo);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("slices")
  void zeroesNothingAroundASlice(Implementation implementation, Integer from) {
    try (Bench bench = new Bench(implementation)) {
      Tensor whole = bench.random(3, 6, 4);
      double[] expected = bench.read(whole);
      for (int i = 0; i < expected.length; i++) {
        int row = i / 4 % 6;
        expected[i] = row >= from && row < from + 2 ? 0 : expected[i];
      }
      bench.kernels.zero(whole.slice(1, from, from + 2)).run();
      bench.assertClose(whole, expected);
    }
  }

  static Stream<Arguments> slices() {
    return Implementation.with(0, 3, 4);
  }
}
