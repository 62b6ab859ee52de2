package org.logoformer.train.source;

import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Mini-batches off the heap: the garbage collector does not see how much that is. */
public final class OffHeap {
  private OffHeap() {}

  /** Frees the arrays of a mini-batch. */
  public static void free(MultiDataSet batch) {
    Stream.of(batch.getFeatures(), batch.getLabels())
        .flatMap(Stream::of)
        .filter(INDArray::closeable)
        .forEach(INDArray::close);
  }
}
