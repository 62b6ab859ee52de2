package org.logoformer.batch;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a test gets its clips. Safe for use by several threads.
 *
 * @param <T> what a clip is known by
 */
public interface ClipInput<T> {
  /** The name of a clip. */
  String id(T clip);

  /**
   * Some clips as the network takes them, {@code [B, F, H, W, 3]}, float32; the caller's to close.
   *
   * @throws org.logoformer.error.DataException if their data is damaged
   */
  INDArray clips(List<T> clips, View view);
}
