package org.logoformer.models.logo;

import org.logoformer.config.WindowSize;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Window;
import org.logoformer.models.logo.LogoFormerConfig.PoolKind;
import org.logoformer.nn.Initialisation;
import org.logoformer.nn.Part;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Tensor;

/** P = Pool(X), Eq. 3: kernel = stride = the pool window; convolution, depthwise, or mean. */
final class TokenPooling extends Part {
  private final Kernels.Convolution convolution;
  private final Kernels.Pooling average;

  /**
   * @param x [B, F, H, W, d]
   * @param y [B, F', H', W', d]
   */
  TokenPooling(Scope scope, Architecture a, Weights weights, Tensor x, Tensor y) {
    super(scope);
    Window window = window(a);
    if (weights == null) {
      this.convolution = null;
      this.average = then(kernels().averagePooling(window, x, y));
    } else {
      this.average = null;
      this.convolution =
          then(kernels().convolution(window, x, weights.weight(), weights.bias(), y));
    }
  }

  /** Declares the parameters; null if there are none. */
  static Weights weights(Scope scope, Architecture a) {
    if (a.own().pool().kind() == PoolKind.AVG) {
      return null;
    }
    long in = a.own().pool().kind() == PoolKind.CONV ? a.dim() : 1;
    return new Weights(
        scope.weight("weight", Initialisation.WEIGHT, window(a).weightShape(a.dim(), in)),
        scope.weight("bias", Initialisation.ZERO, a.dim()));
  }

  private static Window window(Architecture a) {
    WindowSize e = a.own().pool().window();
    return Window.tiling(e.frames(), e.rows(), e.columns());
  }

  /** Parameters of the convolution. */
  record Weights(Tensor weight, Tensor bias) {}

  /**
   * @param dx receives the gradient by x
   */
  void differentiate(Tensor dy, Tensor dx) {
    if (convolution == null) {
      back(average.gradient(dy, dx));
    } else {
      back(convolution.weightGradient(dy, gradient("weight"), gradient("bias")));
      back(convolution.inputGradient(dy, dx));
    }
  }
}
