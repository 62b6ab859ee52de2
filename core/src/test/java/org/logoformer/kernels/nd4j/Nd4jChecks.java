package org.logoformer.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.random.Keyed;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The kernels in double precision, tensors for them, and central differences. */
abstract class Nd4jChecks {
  final Kernels kernels = new Nd4jKernels(DataType.DOUBLE);
  private int drawn;

  @AfterEach
  void close() {
    kernels.close();
  }

  /** Compares dx with central differences of sum(y * dy) in every element of x. */
  void assertGradient(Op forward, Op backward, Tensor x, Tensor y, Tensor dy, Tensor dx) {
    forward.run();
    backward.run();
    for (long i = 0; i < x.length(); i++) {
      long element = i;
      double value = NdArrays.of(x).getDouble(i);
      DoubleUnaryOperator loss =
          shift -> {
            NdArrays.of(x).putScalar(element, value + shift);
            forward.run();
            return NdArrays.of(y).mul(NdArrays.of(dy)).sumNumber().doubleValue();
          };
      double h = 1e-5;
      double expected = (loss.applyAsDouble(h) - loss.applyAsDouble(-h)) / (2 * h);
      NdArrays.of(x).putScalar(i, value);
      assertThat(NdArrays.of(dx).getDouble(i))
          .as("element %d of %s", i, x)
          .isEqualTo(expected, within(1e-7 * (1 + Math.abs(expected))));
    }
    forward.run();
  }

  Tensor random(long... shape) {
    Tensor t = kernels.arena().allocate(shape);
    Keyed draws = Keyed.of(1, "tensor", drawn++);
    double[] values = new double[(int) t.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = draws.nextGaussian();
    }
    NdArrays.of(t).assign(Nd4j.create(values, shape, 'c'));
    return t;
  }

  /** Not a number everywhere: shows what an operation fails to overwrite. */
  Tensor garbage(long... shape) {
    Tensor t = kernels.arena().allocate(shape);
    NdArrays.of(t).assign(Double.NaN);
    return t;
  }

  static double at(Tensor t, long... index) {
    return NdArrays.of(t).getDouble(index);
  }
}
