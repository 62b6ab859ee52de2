package org.logoformer.model;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Tensor;

/** The end of a residual branch: y = residual + x weight^T + bias. */
final class ResidualLinear extends Module {
  private final String name;
  private final Kernels.Linear linear;

  /**
   * @param name prefix of the parameters
   * @param x [B, L, in]
   * @param residual [B, L, d], strided
   * @param y as residual
   */
  ResidualLinear(Binder binder, String name, Tensor x, Tensor residual, Tensor y) {
    super(binder);
    this.name = name;
    this.linear =
        then(
            kernels()
                .linear(x, parameter(name + ".weight"), parameter(name + ".bias"), residual, y));
  }

  /**
   * @param dy gradient by y, which is also the gradient by the residual
   * @param dx receives the gradient by x
   */
  void differentiate(Tensor dy, Tensor dx) {
    back(linear.weightGradient(dy, gradient(name + ".weight"), gradient(name + ".bias")));
    back(linear.inputGradient(dy, dx));
  }
}
