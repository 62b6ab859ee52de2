package org.logoformer.nn;

import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;

/** y = ReLU(convolution of x + bias). In inference all of it is one operation. */
public final class ConvolutionRelu extends Layer {
  private final Tensor y;
  private final Kernels.Convolution convolution;

  /**
   * @param scope prefix of weight [O, I, kernel..] and bias [O]
   * @param x [N, size.., I]
   * @param y [N, outputSize.., O], receives the result
   */
  public ConvolutionRelu(Scope scope, Window window, Tensor x, Tensor y) {
    super(scope);
    this.y = y;
    long out = y.size(y.rank() - 1);
    long[] shape = window.weightShape(out, x.size(x.rank() - 1));
    Tensor weight = scope.weight("weight", Initialisation.HE, shape);
    Tensor bias = scope.weight("bias", Initialisation.ZERO, out);
    if (scope.training()) {
      this.convolution = then(kernels().convolution(window, x, weight, bias, y));
      then(kernels().relu(y, y));
    } else {
      this.convolution = null;
      Foldings foldings = scope.foldings();
      // Nothing is computed of them before, but the convolution prepares them.
      foldings.onChange(() -> {}, List.of(scope.fullName("weight"), scope.fullName("bias")));
      then(
          foldings.prepared(
              "%s, %s of %s".formatted(scope.fullName("weight"), window, x),
              first ->
                  kernels()
                      .fusedConvolution(window, x, weight, bias, null, Activation.RELU, y, first)));
    }
  }

  /**
   * Appends the backward pass.
   *
   * @param dy gradient by y; overwritten
   * @param dx receives the gradient by x; null if nobody needs it
   */
  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    back(kernels().reluGradient(y, dy, dy));
    back(convolution.weightGradient(dy, gradient("weight"), gradient("bias")));
    if (dx != null) {
      back(convolution.inputGradient(dy, dx));
    }
  }
}
