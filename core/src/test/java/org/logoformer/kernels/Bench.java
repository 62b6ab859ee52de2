package org.logoformer.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.factory.Nd4j;

/** Tensors in the memory of one implementation, with known content. */
final class Bench implements AutoCloseable {
  private static final int MOST_COORDINATES = 150;
  private static final double STEP = 1e-4;

  /**
   * Derivatives of references by point, weights of the sum and values there: the same for all
   * implementations, and long to compute.
   */
  private static final Map<List<DoubleBuffer>, double[]> DERIVATIVES = new ConcurrentHashMap<>();

  private final Implementation implementation;
  private final SplittableRandom random = new SplittableRandom(7);
  final Kernels kernels;

  Bench(Implementation implementation) {
    this.implementation = implementation;
    kernels = implementation.kernels().get();
  }

  /** Full of NaN, so that what an operation leaves unwritten or adds to shows. */
  Tensor fresh(long... shape) {
    Tensor t = kernels.arena().allocate(shape);
    NdArrays.of(t).assign(Double.NaN);
    return t;
  }

  /** Values between -1 and 1, which a float holds: the same in each precision. */
  Tensor random(long... shape) {
    return fill(fresh(shape));
  }

  /** The same view with new values between -1 and 1. */
  Tensor fill(Tensor view) {
    return write(view, random.doubles(view.length(), -1, 1).map(v -> (float) v).toArray());
  }

  Tensor write(Tensor view, double... values) {
    NdArrays.of(view)
        .assign(
            Nd4j.createFromArray(values).castTo(NdArrays.type(view.type())).reshape(view.shape()));
    return view;
  }

  /** The values in row-major order. */
  double[] read(Tensor t) {
    return NdArrays.of(t).dup('c').reshape(t.length()).toDoubleVector();
  }

  double[] zeros(Tensor like) {
    return new double[Math.toIntExact(like.length())];
  }

  void assertClose(Tensor actual, double[] expected) {
    assertClose(read(actual), expected, implementation.tolerance());
  }

  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0) + 1e-30;
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(actual[i] - expected[i]) / scale;
      assertThat(error)
          .as("relative error at %d: %s instead of %s", i, actual[i], expected[i])
          .isLessThanOrEqualTo(tolerance);
    }
  }

  /**
   * {@code gradient} must be the derivative of sum(dy * forward(x)) by x: compared with central
   * differences of the reference in double precision, at a sample of the coordinates.
   */
  void assertGradient(Tensor gradient, double[] x, double[] dy, UnaryOperator<double[]> forward) {
    double[] actual = read(gradient);
    assertThat(actual).hasSameSizeAs(x).doesNotContain(Double.NaN);
    int stride = Math.max(1, x.length / MOST_COORDINATES);
    double[] sampled = every(stride, actual);
    List<DoubleBuffer> of =
        Stream.of(x, dy, forward.apply(x)).map(double[]::clone).map(DoubleBuffer::wrap).toList();
    double[] expected =
        DERIVATIVES.computeIfAbsent(
            of,
            o ->
                IntStream.range(0, sampled.length)
                    .mapToDouble(i -> derivative(x, i * stride, dy, forward))
                    .toArray());
    assertClose(sampled, expected, Math.max(implementation.tolerance(), 1e-6));
  }

  private static double[] every(int stride, double[] values) {
    return IntStream.iterate(0, i -> i < values.length, i -> i + stride)
        .mapToDouble(i -> values[i])
        .toArray();
  }

  private static double derivative(
      double[] x, int at, double[] dy, UnaryOperator<double[]> forward) {
    double[] moved = x.clone();
    moved[at] = x[at] + STEP;
    double[] up = forward.apply(moved);
    moved[at] = x[at] - STEP;
    double[] down = forward.apply(moved);
    double sum = 0;
    for (int i = 0; i < dy.length; i++) {
      sum += dy[i] * (up[i] - down[i]);
    }
    return sum / (2 * STEP);
  }

  @Override
  public void close() {
    kernels.close();
  }
}
