package org.logoformer.model;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Tensor;

/** Layer normalisation over d with its two parameters, eps 1e-6. */
final class LayerNorm extends Module {
  private static final double EPS = 1e-6;

  private final String name;
  private final Kernels.LayerNormalization norm;

  /**
   * @param name prefix of the parameters
   * @param x [B, L, d], strided
   * @param y receives the result; strided
   */
  LayerNorm(Binder binder, String name, Tensor x, Tensor y) {
    super(binder);
    this.name = name;
    this.norm =
        then(
            kernels()
                .layerNormalization(
                    x, parameter(name + ".weight"), parameter(name + ".bias"), EPS, y));
  }

  /**
   * @param dy gradient by y
   * @param dx receives the gradient by x; may be dy
   */
  void differentiate(Tensor dy, Tensor dx) {
    back(norm.gradient(dy, dx, gradient(name + ".weight"), gradient(name + ".bias")));
  }
}
