package org.logoformer.nn;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Tensor;

/** logits = features weight^T + bias. */
final class Classifier extends Layer {
  private final Kernels.Linear linear;

  /**
   * @param features [B, d]
   * @param logits receives the result, [B, C]
   */
  Classifier(Scope scope, Tensor features, Tensor logits) {
    super(scope);
    Tensor weight =
        scope.weight("weight", Initialisation.CLASSIFIER, logits.size(1), features.size(1));
    Tensor bias = scope.weight("bias", Initialisation.ZERO, logits.size(1));
    this.linear = then(kernels().linear(features, weight, bias, null, logits));
  }

  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    back(linear.weightGradient(dy, gradient("weight"), gradient("bias")));
    back(linear.inputGradient(dy, dx));
  }
}
