package org.logoformer.nn;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Tensor;

/** y = x weight^T (+ bias) (+ residual), for each row alone. */
public final class Linear extends Part {
  private final Weights weights;
  private final Kernels.Linear linear;

  /** Weight [out, in] and bias [out], or null for none, as {@code scope} calls them. */
  public record Weights(Scope scope, Tensor weight, Tensor bias) {}

  /** Declares the parameters. */
  static Weights weights(Scope scope, Initialisation initialisation, long out, long in) {
    Tensor weight = scope.weight("weight", initialisation, out, in);
    return new Weights(scope, weight, scope.weight("bias", Initialisation.ZERO, out));
  }

  /** Declares the parameters of a layer without bias. */
  public static Weights withoutBias(Scope scope, long out, long in) {
    return new Weights(scope, scope.weight("weight", Initialisation.WEIGHT, out, in), null);
  }

  /** As below, with a weight and a bias called so in {@code scope}. */
  public Linear(Scope scope, Tensor x, Tensor residual, Tensor y) {
    this(
        scope,
        weights(scope, Initialisation.WEIGHT, y.size(y.rank() - 1), x.size(x.rank() - 1)),
        x,
        residual,
        y);
  }

  /**
   * @param x [.., in], rows may be strided
   * @param residual as y; null for none
   * @param y [.., out], receives the result; rows may be strided
   */
  public Linear(Scope scope, Weights weights, Tensor x, Tensor residual, Tensor y) {
    super(scope);
    this.weights = weights;
    this.linear = then(kernels().linear(x, weights.weight, weights.bias, residual, y));
  }

  /**
   * Appends the backward pass.
   *
   * @param dy gradient by y, which is also that by the residual; stays as it is
   * @param dx receives the gradient by x; null if nobody needs it
   */
  public void differentiate(Tensor dy, Tensor dx) {
    Tensor dBias = weights.bias == null ? null : weights.scope.gradient("bias");
    back(linear.weightGradient(dy, weights.scope.gradient("weight"), dBias));
    if (dx != null) {
      back(linear.inputGradient(dy, dx));
    }
  }
}
