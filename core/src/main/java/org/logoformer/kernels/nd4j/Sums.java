package org.logoformer.kernels.nd4j;

import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Sums of matrices as products with ones. */
final class Sums {
  private Sums() {}

  /** sum [C] over all dimensions of contiguous x [.., C] but the last. */
  static Op columns(Memory memory, Tensor x, Tensor sum) {
    return columns(memory, 1, Views.matrix(x), sum);
  }

  /** sum = factor * column sums of x [R, C]. */
  static Op columns(Memory memory, double factor, INDArray x, Tensor sum) {
    INDArray row = Views.strided(NdArrays.of(sum), 0, new long[] {1, x.size(1)}, rowStrides(sum));
    return Ops.matmul(factor, memory.onesRow(x.size(0)), x, 0, row);
  }

  /** sum [R, 1] = factor * row sums of x [R, C]. */
  static Op rows(Memory memory, double factor, INDArray x, INDArray sum) {
    return Ops.matmul(factor, x, memory.onesColumn(x.size(1)), 0, sum);
  }

  private static long[] rowStrides(Tensor vector) {
    return new long[] {vector.length(), vector.strides()[vector.rank() - 1]};
  }
}
