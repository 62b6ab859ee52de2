package org.logoformer.model;

import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;

/**
 * {@link ConvolutionNorm} for inference: the normalisation is folded into the weights, anew in each
 * pass, because training moves them and the statistics in between.
 */
final class FoldedConvolution extends Module {
  /**
   * @param x [N, H, W, I]
   * @param residual added before the activation, as y; null for none
   * @param y [N, H', W', O]
   */
  FoldedConvolution(
      Binder binder,
      String convolutionName,
      String normName,
      Window window,
      Tensor x,
      Tensor residual,
      Activation activation,
      Tensor y) {
    super(binder);
    Tensor weight = parameter(convolutionName + ".weight");
    Tensor folded = binder.allocateLike(weight);
    Tensor bias = binder.allocate(weight.size(0));
    then(
        kernels()
            .foldNormalization(
                weight,
                parameter(normName + ".weight"),
                parameter(normName + ".bias"),
                parameter(normName + ".running_mean"),
                parameter(normName + ".running_var"),
                folded,
                bias));
    then(kernels().fusedConvolution(window, x, folded, bias, residual, activation, y));
  }
}
