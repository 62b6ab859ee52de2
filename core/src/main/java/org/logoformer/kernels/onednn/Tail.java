package org.logoformer.kernels.onednn;

import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.tensor.Tensor;

/**
 * What follows a convolution in the same operation.
 *
 * @param bias [O], or null
 * @param residual added to the result, [N, size.., O], or null
 */
record Tail(Tensor bias, Tensor residual, Activation activation) {
  /** A bias alone, or nothing. */
  static Tail of(Tensor bias) {
    return new Tail(bias, null, Activation.NONE);
  }
}
