package org.logoformer.tensor.nd4j;

import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.Memory;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Memory that ND4J manages, on the host or on a GPU.
 *
 * @param owned to be freed by {@link #close}; null if somebody else does
 */
record BufferMemory(DataBuffer buffer, INDArray owned) implements Memory {

  @Override
  public ElementType type() {
    return NdArrays.type(buffer.dataType());
  }

  @Override
  public long length() {
    return buffer.length();
  }

  @Override
  public long address() {
    return buffer.address();
  }

  @Override
  public void write(long start, double[] values) {
    try (INDArray given = Nd4j.createFromArray(values);
        INDArray rounded = given.castTo(buffer.dataType())) {
      Nd4j.create(buffer, new long[] {length()}, new long[] {1}, 0, 'c')
          .get(NDArrayIndex.interval(start, start + values.length))
          .assign(rounded);
    }
  }

  @Override
  public void close() {
    if (owned != null) {
      owned.close();
    }
  }
}
