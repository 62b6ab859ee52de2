package org.logoformer.nn;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Tensor;

/** Layer normalisation over d with its two parameters. */
public final class LayerNorm extends Part {
  private final Weights weights;
  private final Kernels.LayerNormalization norm;

  /** Scale and shift, "weight" and "bias" in {@code scope}. */
  public record Weights(Scope scope, Tensor scale, Tensor shift) {}

  /** Declares the parameters for a width of d. */
  public static Weights weights(Scope scope, long width) {
    Tensor scale = scope.weight("weight", Initialisation.ONE, width);
    return new Weights(scope, scale, scope.weight("bias", Initialisation.ZERO, width));
  }

  /** As below, with parameters of its own. */
  public LayerNorm(Scope scope, double eps, Tensor x, Tensor y) {
    this(scope, weights(scope, x.size(x.rank() - 1)), eps, x, y);
  }

  /**
   * @param eps added to the variance
   * @param x [B, L, d], strided
   * @param y receives the result; strided
   */
  public LayerNorm(Scope scope, Weights weights, double eps, Tensor x, Tensor y) {
    super(scope);
    this.weights = weights;
    this.norm = then(kernels().layerNormalization(x, weights.scale, weights.shift, eps, y));
  }

  /**
   * Appends the backward pass.
   *
   * @param dy gradient by y
   * @param dx receives the gradient by x; may be dy
   */
  public void differentiate(Tensor dy, Tensor dx) {
    back(norm.gradient(dy, dx, weights.scope.gradient("weight"), weights.scope.gradient("bias")));
  }
}
