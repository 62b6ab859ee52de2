package org.logoformer.batch;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Clips as the network takes them.
 *
 * @param clips {@code [B, F, H, W, 3]}, float32
 * @param labels one-hot, {@code [B, C]}, float32
 * @param ids of the clips, in the order of the batch
 */
public record Batch(INDArray clips, INDArray labels, List<String> ids) implements AutoCloseable {
  /** Copies the ids. */
  public Batch {
    ids = List.copyOf(ids);
  }

  /**
   * Frees the memory of the arrays now; without it, the garbage collector does, but late, since it
   * does not see how large they are.
   */
  @Override
  public void close() {
    if (clips.closeable()) {
      clips.close();
    }
    if (labels.closeable()) {
      labels.close();
    }
  }
}
