package org.logoformer.kernels;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

class NormalizationContractTest {
  private static final double EPS = 1e-6;

  private record Case(Activation activation, long[] shape) {
    int channels() {
      return (int) shape[shape.length - 1];
    }

    boolean relu() {
      return activation == Activation.RELU;
    }

    @Override
    public String toString() {
      return activation + " " + java.util.Arrays.toString(shape);
    }
  }

  static Stream<Arguments> images() {
    return Implementation.with(
        new Case(Activation.RELU, new long[] {2, 4, 6, 16}),
        new Case(Activation.NONE, new long[] {2, 4, 6, 16}),
        new Case(Activation.RELU, new long[] {3, 5, 7, 5}),
        new Case(Activation.NONE, new long[] {1, 3, 3, 1}),
        new Case(Activation.RELU, new long[] {4, 1, 1, 24}));
  }

  /** A batch normalisation and everything around it. */
  private static final class BatchNorm {
    final Case c;
    final Tensor x;
    final Tensor scale;
    final Tensor shift;
    final Tensor mean;
    final Tensor variance;
    final Tensor y;
    final Kernels.BatchNormalization op;

    BatchNorm(Bench bench, Case c) {
      this.c = c;
      x = bench.random(c.shape());
      scale = bench.random(c.channels());
      shift = bench.random(c.channels());
      mean = bench.random(c.channels());
      variance = bench.random(c.channels());
      NdArrays.of(variance).addi(2);
      y = bench.fresh(c.shape());
      op = bench.kernels.batchNormalization(x, scale, shift, mean, variance, y, c.activation());
    }

    double[] forward(double[] x, double[] scale, double[] shift) {
      return Reference.batchNormalization(x, scale, shift, c.relu());
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("images")
  void normalisesWithTheStatisticsOfTheBatch(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      BatchNorm bn = new BatchNorm(bench, c);
      bn.op.train().run();
      double[] x = bench.read(bn.x);
      bench.assertClose(bn.y, bn.forward(x, bench.read(bn.scale), bench.read(bn.shift)));
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("images")
  void movesTheRunningStatisticsOnlyWhenTold(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      BatchNorm bn = new BatchNorm(bench, c);
      double[] mean = bench.read(bn.mean);
      double[] variance = bench.read(bn.variance);
      double[] x = bench.read(bn.x);
      bn.op.train().run();
      bench.assertClose(bn.mean, mean);
      bench.assertClose(bn.variance, variance);
      bn.op.updateRunning().run();
      double n = (double) x.length / c.channels();
      for (int i = 0; i < c.channels(); i++) {
        double[] m = Reference.moments(x, c.channels(), i);
        mean[i] = 0.9 * mean[i] + 0.1 * m[0];
        variance[i] = 0.9 * variance[i] + 0.1 * m[1] * n / (n - 1);
      }
      bench.assertClose(bn.mean, mean);
      bench.assertClose(bn.variance, variance);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("images")
  void hasTheGradientsOfABatchNormalisation(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      BatchNorm bn = new BatchNorm(bench, c);
      Tensor dy = bench.random(c.shape());
      Tensor dx = bench.fresh(c.shape());
      assertBatchGradients(bench, bn, dy, dx);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("images")
  void hasTheGradientsOfABatchNormalisationInPlace(Implementation implementation, Case c) {
    try (Bench bench = new Bench(implementation)) {
      BatchNorm bn = new BatchNorm(bench, c);
      Tensor dy = bench.random(c.shape());
      assertBatchGradients(bench, bn, dy, dy);
    }
  }

  private static void assertBatchGradients(Bench bench, BatchNorm bn, Tensor dy, Tensor dx) {
    Tensor dScale = bench.fresh(bn.c.channels());
    Tensor dShift = bench.fresh(bn.c.channels());
    Op gradient = bn.op.gradient(dy, dx, dScale, dShift);
    double[] x = bench.read(bn.x);
    double[] scale = bench.read(bn.scale);
    double[] shift = bench.read(bn.shift);
    double[] dys = bench.read(dy);
    bn.op.train().run();
    gradient.run();
    bench.assertGradient(dx, x, dys, v -> bn.forward(v, scale, shift));
    bench.assertGradient(dScale, scale, dys, v -> bn.forward(x, v, shift));
    bench.assertGradient(dShift, shift, dys, v -> bn.forward(x, scale, v));
  }

  /** Tokens [B, T, C], or a part of a larger stream of them. */
  private enum Rows {
    MATRIX {
      @Override
      Tensor of(Bench bench) {
        return bench.random(6, 16);
      }
    },
    ODD {
      @Override
      Tensor of(Bench bench) {
        return bench.random(2, 5, 7);
      }
    },
    WIDE {
      @Override
      Tensor of(Bench bench) {
        return bench.random(3, 11, 64);
      }
    },
    FIRST_TOKEN {
      @Override
      Tensor of(Bench bench) {
        return bench.random(3, 5, 8).slice(1, 0, 1);
      }
    },
    OTHER_TOKENS {
      @Override
      Tensor of(Bench bench) {
        return bench.random(3, 5, 16).slice(1, 1, 5);
      }
    };

    abstract Tensor of(Bench bench);
  }

  static Stream<Arguments> rows() {
    return Implementation.with((Object[]) Rows.values());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rows")
  void normalisesRows(Implementation implementation, Rows rows) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = rows.of(bench);
      long c = x.size(x.rank() - 1);
      Tensor scale = bench.random(c);
      Tensor shift = bench.random(c);
      Tensor dense = bench.fresh(x.shape());
      Tensor strided = rows.of(bench);
      bench.kernels.layerNormalization(x, scale, shift, EPS, dense).run();
      bench.kernels.layerNormalization(x, scale, shift, EPS, strided).run();
      double[] expected =
          Reference.layerNormalization(bench.read(x), bench.read(scale), bench.read(shift), EPS);
      bench.assertClose(dense, expected);
      bench.assertClose(strided, expected);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rows")
  void hasTheGradientsOfALayerNormalisation(Implementation implementation, Rows rows) {
    try (Bench bench = new Bench(implementation)) {
      Tensor x = rows.of(bench);
      assertLayerGradients(bench, x, bench.random(x.shape()), bench.fresh(x.shape()));
      Tensor inPlace = bench.random(x.shape());
      assertLayerGradients(bench, x, inPlace, inPlace);
      assertLayerGradients(bench, x, bench.random(x.shape()), rows.of(bench));
      Tensor stridedInPlace = rows.of(bench);
      assertLayerGradients(bench, x, stridedInPlace, stridedInPlace);
    }
  }

  private static void assertLayerGradients(Bench bench, Tensor x, Tensor dy, Tensor dx) {
    long c = x.size(x.rank() - 1);
    Tensor scale = bench.random(c);
    Tensor shift = bench.random(c);
    Tensor dScale = bench.fresh(c);
    Tensor dShift = bench.fresh(c);
    Kernels.LayerNormalization op =
        bench.kernels.layerNormalization(x, scale, shift, EPS, bench.fresh(x.shape()));
    Op gradient = op.gradient(dy, dx, dScale, dShift);
    double[] xs = bench.read(x);
    double[] scales = bench.read(scale);
    double[] shifts = bench.read(shift);
    double[] dys = bench.read(dy);
    op.run();
    gradient.run();
    bench.assertGradient(dx, xs, dys, v -> Reference.layerNormalization(v, scales, shifts, EPS));
    bench.assertGradient(
        dScale, scales, dys, v -> Reference.layerNormalization(xs, v, shifts, EPS));
    bench.assertGradient(
        dShift, shifts, dys, v -> Reference.layerNormalization(xs, scales, v, EPS));
  }
}
