package org.logoformer.kernels.nd4j;

import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Linear layer: one product over all rows; rows that no single stride reaches are copied. */
final class MatrixLinear implements Kernels.Linear {
  private final Memory memory;
  private final Tensor x;
  private final Tensor weight;
  private final Op forward;

  MatrixLinear(Memory memory, Tensor x, Tensor weight, Tensor bias, Tensor residual, Tensor y) {
    this.memory = memory;
    this.x = x;
    this.weight = weight;
    this.forward = memory.operation(ops -> forward(bias, residual, y, ops));
  }

  @Override
  public void run() {
    forward.run();
  }

  private void forward(Tensor bias, Tensor residual, Tensor y, List<Op> ops) {
    INDArray input = readable(x, ops);
    Tensor staged = residual == null ? writable(y) : memory.scratch(y.shape());
    INDArray result = Views.matrix(staged);
    ops.add(Ops.matmul(1, input, NdArrays.of(weight).transpose(), 0, result));
    if (bias != null) {
      ops.add(Ops.add(result, NdArrays.of(bias), result));
    }
    if (residual != null) {
      ops.add(Ops.add(NdArrays.of(residual), NdArrays.of(staged), NdArrays.of(y)));
    } else if (staged != y) {
      ops.add(Ops.copy(NdArrays.of(staged), NdArrays.of(y)));
    }
  }

  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    return memory.operation(
        ops -> {
          INDArray gradient = readable(dy, ops);
          Tensor staged = writable(dx);
          ops.add(Ops.matmul(1, gradient, NdArrays.of(weight), 0, Views.matrix(staged)));
          if (staged != dx) {
            ops.add(Ops.copy(NdArrays.of(staged), NdArrays.of(dx)));
          }
        });
  }

  @Override
  public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
    return memory.operation(
        ops -> {
          INDArray gradient = readable(dy, ops);
          INDArray input = readable(x, ops);
          ops.add(Ops.matmul(1, gradient.transpose(), input, 0, NdArrays.of(dWeight)));
          if (dBias != null) {
            ops.add(Sums.columns(memory, 1, gradient, dBias));
          }
        });
  }

  /** t itself where its rows are a matrix, else memory for rows that are then copied to it. */
  private Tensor writable(Tensor t) {
    return Views.matrixOrNull(t) == null ? memory.scratch(t.shape()) : t;
  }

  /** The rows of t as a matrix, copied if need be. */
  private INDArray readable(Tensor t, List<Op> ops) {
    INDArray matrix = Views.matrixOrNull(t);
    if (matrix != null) {
      return matrix;
    }
    Tensor copy = memory.scratch(t.shape());
    ops.add(Ops.copy(NdArrays.of(t), NdArrays.of(copy)));
    return Views.matrix(copy);
  }
}
