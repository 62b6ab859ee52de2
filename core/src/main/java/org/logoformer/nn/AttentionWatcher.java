package org.logoformer.nn;

import org.logoformer.tensor.Tensor;

/** Is shown the weights of attention of an inference as they are computed. */
@FunctionalInterface
public interface AttentionWatcher {
  /**
   * Called after the softmax of some rows and heads of an {@link Attention}, on the thread that
   * computes.
   *
   * @param path of the scope of the attention, with a dot behind it
   * @param weightsRnqk [R, n, Q, K], each row over K sums to 1; overwritten after the call
   */
  void attended(String path, Tensor weightsRnqk);
}
