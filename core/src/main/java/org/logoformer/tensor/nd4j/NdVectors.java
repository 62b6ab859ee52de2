package org.logoformer.tensor.nd4j;

import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.javacpp.indexer.Indexer;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.VectorOps;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Arithmetic on vectors in memory that ND4J manages, by its operations but for sums: those are in
 * double, in blocks of fixed size, on the host, since ND4J's own change with the number of threads.
 */
public final class NdVectors implements VectorOps {
  private static final int BLOCK = 4096;

  @Override
  public Tensor fresh(Tensor a) {
    return Tensor.of(NdArrays.allocate(a.type(), a.length()), 0, a.shape());
  }

  @Override
  public void copy(Tensor x, Tensor y) {
    NdArrays.of(y).assign(NdArrays.of(x));
  }

  @Override
  public void fill(double value, Tensor y) {
    NdArrays.of(y).assign(value);
  }

  @Override
  public void scale(double factor, Tensor y) {
    NdArrays.of(y).muli(factor);
  }

  /** In one pass. OpenBLAS would start threads of its own for it. */
  @Override
  public void addScaled(double factor, Tensor x, Tensor y) {
    INDArray sum = NdArrays.of(y);
    Nd4j.getExecutioner().exec(new Axpy(NdArrays.of(x), sum, sum, factor));
  }

  @Override
  public void multiply(Tensor a, Tensor b, Tensor y) {
    NdArrays.of(a).muli(NdArrays.of(b), NdArrays.of(y));
  }

  @Override
  public void magnitude(double shift, Tensor x, Tensor y) {
    copy(x, y);
    Transforms.abs(NdArrays.of(y), false).addi(shift);
  }

  @Override
  public double dot(Tensor a, Tensor b) {
    Reader x = reader(a);
    Reader y = reader(b);
    long length = a.length();
    double total = 0;
    for (long start = 0; start < length; start += BLOCK) {
      long end = Math.min(length, start + BLOCK);
      double sum = 0;
      for (long i = start; i < end; i++) {
        sum += x.at(i) * y.at(i);
      }
      total += sum;
    }
    return total;
  }

  private interface Reader {
    double at(long i);
  }

  private static Reader reader(Tensor tensor) {
    INDArray vector = NdArrays.of(tensor);
    Nd4j.getAffinityManager().ensureLocation(vector, AffinityManager.Location.HOST);
    // The indexer of a view ends at the view's length, but counts from the start of the whole.
    DataBuffer whole = vector.data().originalDataBuffer();
    Indexer indexer = (whole == null ? vector.data() : whole).indexer();
    long offset = vector.offset();
    if (indexer instanceof FloatIndexer floats) {
      return i -> floats.get(offset + i);
    }
    if (indexer instanceof DoubleIndexer doubles) {
      return i -> doubles.get(offset + i);
    }
    throw new IllegalArgumentException("Not a float or double vector: " + vector.dataType());
  }
}
