package org.logoformer.kernels;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.kernels.Kernels.Recurrence;
import org.logoformer.tensor.Tensor;

class RecurrenceContractTest {
  /**
   * A layer over {@code clips} of {@code steps} rows.
   *
   * @param strided whether rows are parts of wider ones and steps some of more
   */
  private record Case(Cell cell, int clips, int steps, int in, int hidden, boolean strided) {
    Tensor rows(Bench bench, int width) {
      return strided
          ? bench.random(clips, steps + 2, width + 3).slice(1, 1, steps + 1).slice(2, 2, width + 2)
          : bench.random(clips, steps, width);
    }
  }

  static Stream<Arguments> cases() {
    return Implementation.with(
        Stream.of(Cell.values())
            .flatMap(
                cell ->
                    Stream.of(
                        new Case(cell, 1, 1, 1, 1, false),
                        new Case(cell, 2, 3, 5, 7, false),
                        new Case(cell, 1, 5, 16, 8, false),
                        new Case(cell, 5, 1, 3, 17, false),
                        new Case(cell, 3, 4, 33, 16, false),
                        new Case(cell, 16, 2, 15, 31, false),
                        new Case(cell, 2, 3, 5, 7, true),
                        new Case(cell, 1, 4, 8, 16, true),
                        new Case(cell, 3, 1, 1, 9, true)))
            .toArray());
  }

  /** A layer and everything around it. */
  private static final class Layer {
    final Case c;
    final Tensor x;
    final Gates weights;
    final Tensor y;
    final Recurrence op;

    Layer(Bench bench, Case c) {
      this.c = c;
      long wide = (long) c.cell().gates() * c.hidden();
      x = c.rows(bench, c.in());
      weights =
          new Gates(
              bench.random(wide, c.in()),
              bench.random(wide, c.hidden()),
              bench.random(wide),
              bench.random(wide));
      y = c.rows(bench, c.hidden());
      op = bench.kernels.recurrence(c.cell(), x, weights, y);
    }

    double[] forward(double[] x, double[] wi, double[] ws, double[] bi, double[] bs) {
      return Reference.recurrence(c.cell(), c.clips(), c.hidden(), x, wi, ws, bi, bs);
    }

    double[] expected(Bench bench) {
      return forward(
          bench.read(x),
          bench.read(weights.ofInput()),
          bench.read(weights.ofState()),
          bench.read(weights.inputBias()),
          bench.read(weights.stateBias()));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void goesThroughTheStepsInTrainingAndInference(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Layer layer = new Layer(bench, c);
      Op infer = layer.op.infer();
      Op train = layer.op.train();
      infer.run();
      bench.assertClose(layer.y, layer.expected(bench));
      bench.fill(layer.weights.ofInput());
      bench.fill(layer.weights.stateBias());
      train.run();
      bench.assertClose(layer.y, layer.expected(bench));
      infer.run();
      bench.assertClose(layer.y, layer.expected(bench));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void hasTheGradientsOfTheSteps(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      Layer layer = new Layer(bench, c);
      Tensor dy = c.rows(bench, c.hidden());
      Tensor dx = c.rows(bench, c.in());
      Gates d =
          new Gates(
              bench.fresh(layer.weights.ofInput().shape()),
              bench.fresh(layer.weights.ofState().shape()),
              bench.fresh(layer.weights.inputBias().shape()),
              bench.fresh(layer.weights.stateBias().shape()));
      Op train = layer.op.train();
      Op gradient = layer.op.gradient(dy, dx, d);
      // Twice: gradients of a step are not added to those of the step before.
      for (int step = 0; step < 2; step++) {
        bench.fill(layer.weights.ofState());
        train.run();
        gradient.run();
      }
      double[] x = bench.read(layer.x);
      double[] wi = bench.read(layer.weights.ofInput());
      double[] ws = bench.read(layer.weights.ofState());
      double[] bi = bench.read(layer.weights.inputBias());
      double[] bs = bench.read(layer.weights.stateBias());
      double[] dys = bench.read(dy);
      bench.assertGradient(dx, x, dys, v -> layer.forward(v, wi, ws, bi, bs));
      bench.assertGradient(d.ofInput(), wi, dys, v -> layer.forward(x, v, ws, bi, bs));
      bench.assertGradient(d.ofState(), ws, dys, v -> layer.forward(x, wi, v, bi, bs));
      bench.assertGradient(d.inputBias(), bi, dys, v -> layer.forward(x, wi, ws, v, bs));
      bench.assertGradient(d.stateBias(), bs, dys, v -> layer.forward(x, wi, ws, bi, v));
    }
  }
}
