package org.logoformer.kernels;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

class ElementwiseContractTest {

  private record Shape(long... sizes) {
    @Override
    public String toString() {
      return Arrays.toString(sizes);
    }
  }

  static Stream<Arguments> shapes() {
    return Implementation.with(
        new Shape(3, 8), new Shape(2, 3, 4, 17), new Shape(5, 1), new Shape(1, 33), new Shape(7));
  }

  private static double[] relu(double[] x) {
    return Arrays.stream(x).map(v -> Math.max(v, 0)).toArray();
  }

  private static double[] sum(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("shapes")
  void takesSoftmaxOverTheLastDimension(Implementation implementation, Shape s) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(s.sizes());
      NdArrays.of(x).muli(6);
      Tensor y = bench.fresh(s.sizes());
      double[] expected = Reference.softmax(bench.read(x), (int) x.size(x.rank() - 1));
      bench.kernels.softmax(x, y).run();
      bench.assertClose(y, expected);
      bench.kernels.softmax(x, x).run();
      bench.assertClose(x, expected);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("shapes")
  void takesSoftmaxOfLargeValues(Implementation implementation, Shape s) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(s.sizes());
      double[] expected = Reference.softmax(bench.read(x), (int) x.size(x.rank() - 1));
      Tensor shifted = bench.fresh(s.sizes());
      bench.write(shifted, Arrays.stream(bench.read(x)).map(v -> v + 64).toArray());
      bench.kernels.softmax(shifted, shifted).run();
      bench.assertClose(shifted, expected);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("shapes")
  void hasTheGradientOfSoftmax(Implementation implementation, Shape s) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(s.sizes());
      Tensor y = bench.fresh(s.sizes());
      Tensor dy = bench.random(s.sizes());
      Tensor dx = bench.fresh(s.sizes());
      long[] perRow = s.sizes().clone();
      perRow[perRow.length - 1] = 1;
      Tensor dots = bench.fresh(perRow);
      Op gradient = bench.kernels.softmaxGradient(y, dots, dy, dx);
      Op inPlace = bench.kernels.softmaxGradient(y, dots, dy, dy);
      bench.kernels.softmax(x, y).run();
      double[] xs = bench.read(x);
      double[] dys = bench.read(dy);
      int n = (int) x.size(x.rank() - 1);
      // Where the row has one element its gradient is zero and has no scale to compare with.
      double[] guard = n == 1 ? new double[dys.length] : dys;
      bench.write(dy, guard);
      bench.write(dots, Reference.rowDots(bench.read(y), guard, n));
      gradient.run();
      bench.assertGradient(dx, xs, guard, v -> Reference.softmax(v, n));
      inPlace.run();
      bench.assertGradient(dy, xs, guard, v -> Reference.softmax(v, n));
    }
  }

  /**
   * A function of each element alone.
   *
   * @param reach of the values it is tried with
   * @param gradient makes dx of x, y and dy
   */
  private record Pointwise(
      String name,
      double reach,
      Forward forward,
      Gradient gradient,
      UnaryOperator<double[]> reference) {

    private interface Forward {
      Op of(Kernels k, Tensor x, Tensor y);
    }

    private interface Gradient {
      Op of(Kernels k, Tensor x, Tensor y, Tensor dy, Tensor dx);
    }

    static Stream<Pointwise> all() {
      return Stream.of(
          new Pointwise(
              "logistic function",
              3,
              Kernels::sigmoid,
              (k, x, y, dy, dx) -> k.sigmoidGradient(y, dy, dx),
              Reference::sigmoid),
          new Pointwise(
              "hyperbolic tangent",
              1,
              Kernels::tanh,
              (k, x, y, dy, dx) -> k.tanhGradient(y, dy, dx),
              Reference::tanh),
          new Pointwise(
              "exact GELU",
              3,
              Kernels::gelu,
              (k, x, y, dy, dx) -> k.geluGradient(x, dy, dx),
              Reference::gelu));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> functions() {
    return shapes()
        .flatMap(
            shape -> Pointwise.all().map(f -> Arguments.of(shape.get()[0], shape.get()[1], f)));
  }

  @ParameterizedTest(name = "{0}: {2} of {1}")
  @MethodSource("functions")
  void takesFunctionsOfEachElementWithTheirGradients(
      Implementation implementation, Shape s, Pointwise f) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(s.sizes());
      NdArrays.of(x).muli(f.reach());
      Tensor y = bench.fresh(s.sizes());
      Tensor dy = bench.random(s.sizes());
      Tensor dx = bench.fresh(s.sizes());
      double[] xs = bench.read(x);
      double[] dys = bench.read(dy);
      f.forward().of(bench.kernels, x, y).run();
      bench.assertClose(y, f.reference().apply(xs));
      f.gradient().of(bench.kernels, x, y, dy, dx).run();
      bench.assertGradient(dx, xs, dys, f.reference());
      f.gradient().of(bench.kernels, x, y, dy, dy).run();
      bench.assertGradient(dy, xs, dys, f.reference());
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("shapes")
  void rectifies(Implementation implementation, Shape s) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = bench.random(s.sizes());
      Tensor y = bench.fresh(s.sizes());
      double[] expected = relu(bench.read(x));
      bench.kernels.relu(x, y).run();
      bench.assertClose(y, expected);
      bench.kernels.relu(x, x).run();
      bench.assertClose(x, expected);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("shapes")
  void addsThenClipsAtZero(Implementation implementation, Shape s) {
    try (Bench bench = new Bench(implementation)) {
      Tensor a = bench.random(s.sizes());
      Tensor b = bench.random(s.sizes());
      Tensor y = bench.fresh(s.sizes());
      double[] expected = relu(sum(bench.read(a), bench.read(b)));
      Tensor a2 = bench.write(bench.fresh(s.sizes()), bench.read(a));
      bench.kernels.addRelu(a, b, y).run();
      bench.assertClose(y, expected);
      bench.kernels.addRelu(a, b, a).run();
      bench.assertClose(a, expected);
      bench.kernels.addRelu(a2, b, b).run();
      bench.assertClose(b, expected);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("shapes")
  void passesTheGradientWhereTheResultIsPositive(Implementation implementation, Shape s) {
    try (Bench bench = new Bench(implementation)) {
      double[] x = bench.read(bench.random(s.sizes()));
      Tensor y = bench.write(bench.fresh(s.sizes()), relu(x));
      Tensor dy = bench.random(s.sizes());
      Tensor dx = bench.fresh(s.sizes());
      double[] dys = bench.read(dy);
      double[] expected =
          IntStream.range(0, x.length).mapToDouble(i -> x[i] > 0 ? dys[i] : 0).toArray();
      bench.kernels.reluGradient(y, dy, dx).run();
      bench.assertClose(dx, expected);
      bench.kernels.reluGradient(y, dy, dy).run();
      bench.assertClose(dy, expected);
    }
  }
}
