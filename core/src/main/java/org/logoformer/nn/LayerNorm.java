package org.logoformer.nn;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Tensor;

/** Layer normalisation over d with its two parameters, eps 1e-6 unless another is given. */
public final class LayerNorm extends Part {
  private static final double EPS = 1e-6;

  private final Weights weights;
  private final Kernels.LayerNormalization norm;

  /** Scale and shift. */
  public static final class Weights {
    private final Scope scope;
    private final Tensor scale;
    private final Tensor shift;

    private Weights(Scope scope, long width) {
      this.scope = scope;
      this.scale = scope.weight("weight", Initialisation.ONE, width);
      this.shift = scope.weight("bias", Initialisation.ZERO, width);
    }
  }

  /** Declares the parameters for a width of d. */
  public static Weights weights(Scope scope, long width) {
    return new Weights(scope, width);
  }

  /**
   * @param x [B, L, d], strided
   * @param y receives the result; strided
   */
  public LayerNorm(Scope scope, Tensor x, Tensor y) {
    this(scope, weights(scope, x.size(x.rank() - 1)), x, y);
  }

  /** As above, with parameters that were declared before. */
  public LayerNorm(Scope scope, Weights weights, Tensor x, Tensor y) {
    this(scope, weights, EPS, x, y);
  }

  /**
   * As above.
   *
   * @param eps added to the variance
   */
  LayerNorm(Scope scope, double eps, Tensor x, Tensor y) {
    this(scope, weights(scope, x.size(x.rank() - 1)), eps, x, y);
  }

  private LayerNorm(Scope scope, Weights weights, double eps, Tensor x, Tensor y) {
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
