package org.logoformer.kernels.nd4j;

import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Views that {@link Tensor} has no words for. */
final class Views {
  private Views() {}

  /** Same memory, other shape and strides, {@code skip} elements further on. */
  static INDArray strided(INDArray a, long skip, long[] shape, long[] strides) {
    return Nd4j.create(a.data(), shape, strides, a.offset() + skip, 'c');
  }

  /** Elements {@code from .. from + count} of the first dimension. */
  static INDArray range(INDArray a, long from, long count) {
    long[] shape = a.shape().clone();
    shape[0] = count;
    return strided(a, from * a.stride(0), shape, a.stride());
  }

  /**
   * A contiguous tensor [.., C] as a matrix [rows, C]. The strides of dimensions of size 1 do not
   * matter: some heads of one row of attention are contiguous too.
   *
   * @throws IllegalArgumentException if no single stride reaches all rows
   */
  static INDArray matrix(Tensor t) {
    INDArray matrix = matrixOrNull(t);
    if (matrix == null) {
      throw new IllegalArgumentException("The rows of " + t + " are no matrix");
    }
    return matrix;
  }

  /** A tensor [.., C] as a matrix [rows, C] if its strides allow that, else null. */
  static INDArray matrixOrNull(Tensor t) {
    long[] shape = t.shape();
    long[] strides = t.strides();
    int last = shape.length - 1;
    long rows = 1;
    long step = 0;
    for (int i = last - 1; i >= 0; i--) {
      if (shape[i] == 1) {
        continue;
      }
      if (rows > 1 && strides[i] != rows * step) {
        return null;
      }
      step = rows > 1 ? step : strides[i];
      rows *= shape[i];
    }
    step = rows > 1 ? step : shape[last];
    return strided(
        NdArrays.of(t), 0, new long[] {rows, shape[last]}, new long[] {step, strides[last]});
  }
}
