package org.logoformer.model;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;

/** {@link ConvolutionNorm} for inference: the normalisation is folded into the weights. */
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
    Tensor folded = binder.kernels().arena().allocateLasting(weight.shape());
    Tensor bias = binder.kernels().arena().allocateLasting(weight.size(0));
    binder.prepare(
        kernels()
            .foldNormalization(
                weight,
                parameter(normName + ".weight"),
                parameter(normName + ".bias"),
                parameter(normName + ".running_mean"),
                parameter(normName + ".running_var"),
                folded,
                bias));
    Kernels.FusedConvolution convolution =
        kernels().fusedConvolution(window, x, folded, bias, residual, activation, y);
    binder.prepare(convolution::prepare);
    then(convolution);
  }
}
