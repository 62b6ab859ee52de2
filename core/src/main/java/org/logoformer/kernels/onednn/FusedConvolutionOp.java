package org.logoformer.kernels.onednn;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;

/**
 * A convolution for inference.
 *
 * @param weights what it has made of its weight
 * @param op reads them
 */
record FusedConvolutionOp(PreparedWeights weights, Op op) implements Kernels.FusedConvolution {
  @Override
  public void prepare() {
    weights.prepare();
  }

  @Override
  public void run() {
    op.run();
  }
}
