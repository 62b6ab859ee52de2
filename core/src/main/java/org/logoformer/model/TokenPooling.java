package org.logoformer.model;

import org.logoformer.config.ModelConfig.PoolKind;
import org.logoformer.config.WindowSize;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;

/** P = Pool(X), Eq. 3: kernel = stride = the pool window; convolution, depthwise, or mean. */
final class TokenPooling extends Module {
  private final String name;
  private final Kernels.Convolution convolution;
  private final Kernels.Pooling average;

  /**
   * @param name prefix of the parameters
   * @param x [B, F, H, W, d]
   * @param y [B, F', H', W', d]
   */
  TokenPooling(Binder binder, String name, Tensor x, Tensor y) {
    super(binder);
    this.name = name;
    Architecture a = binder.architecture();
    WindowSize e = a.poolWindow();
    Window window = Window.tiling(e.frames(), e.rows(), e.columns());
    if (a.pooling() == PoolKind.AVG) {
      this.convolution = null;
      this.average = then(kernels().averagePooling(window, x, y));
    } else {
      this.average = null;
      this.convolution =
          then(
              kernels()
                  .convolution(
                      window, x, parameter(name + ".weight"), parameter(name + ".bias"), y));
    }
  }

  /**
   * @param dx receives the gradient by x
   */
  void differentiate(Tensor dy, Tensor dx) {
    if (convolution == null) {
      back(average.gradient(dy, dx));
    } else {
      back(convolution.weightGradient(dy, gradient(name + ".weight"), gradient(name + ".bias")));
      back(convolution.inputGradient(dy, dx));
    }
  }
}
