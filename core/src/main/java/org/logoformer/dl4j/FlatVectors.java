package org.logoformer.dl4j;

import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.javacpp.indexer.Indexer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arithmetic on long vectors. Sums are in double, in blocks of fixed size: the same bits whatever
 * the number of threads, which ND4J's own reductions do not give.
 */
final class FlatVectors {
  private static final int BLOCK = 4096;

  private FlatVectors() {}

  /** Euclidean norm of a contiguous vector. */
  static double norm(INDArray a) {
    return Math.sqrt(dot(a, a));
  }

  /** Inner product of two contiguous vectors. */
  static double dot(INDArray a, INDArray b) {
    Reader x = reader(a);
    Reader y = reader(b);
    double total = 0;
    for (long start = 0; start < a.length(); start += BLOCK) {
      long end = Math.min(a.length(), start + BLOCK);
      double sum = 0;
      for (long i = start; i < end; i++) {
        sum += x.at(i) * y.at(i);
      }
      total += sum;
    }
    return total;
  }

  /** a += scale * b, in one pass. OpenBLAS would start threads of its own for it. */
  static void addScaled(INDArray a, INDArray b, double scale) {
    Nd4j.getExecutioner().exec(new Axpy(b, a, a, scale));
  }

  private interface Reader {
    double at(long i);
  }

  private static Reader reader(INDArray vector) {
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
