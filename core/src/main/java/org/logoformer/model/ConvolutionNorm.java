package org.logoformer.model;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;

/** A convolution without bias, batch normalisation behind it, and perhaps ReLU, in training. */
final class ConvolutionNorm extends Module {
  private final String convolutionName;
  private final String normName;
  private final Kernels.Convolution convolution;
  private final Kernels.BatchNormalization norm;
  private final Tensor y;

  /**
   * @param x [N, H, W, I]
   */
  ConvolutionNorm(
      Binder binder,
      String convolutionName,
      String normName,
      Window window,
      Tensor x,
      Activation activation) {
    super(binder);
    this.convolutionName = convolutionName;
    this.normName = normName;
    Tensor weight = parameter(convolutionName + ".weight");
    long[] shape = outputShape(window, x, weight.size(0));
    Tensor z = binder.allocate(shape);
    this.y = binder.allocate(shape);
    this.convolution = then(kernels().convolution(window, x, weight, null, z));
    this.norm =
        kernels()
            .batchNormalization(
                z,
                parameter(normName + ".weight"),
                parameter(normName + ".bias"),
                parameter(normName + ".running_mean"),
                parameter(normName + ".running_var"),
                y,
                activation);
    then(norm.train());
    binder.onStatisticsUpdate(norm.updateRunning());
  }

  /** [N, H', W', O] of a convolution of [N, H, W, I]. */
  static long[] outputShape(Window window, Tensor x, long channels) {
    return new long[] {
      x.size(0), window.outputSize(0, x.size(1)), window.outputSize(1, x.size(2)), channels
    };
  }

  /** [N, H', W', O]. */
  Tensor y() {
    return y;
  }

  /**
   * @param dy gradient by y
   * @param dz receives the gradient by the convolution's output; may be dy
   * @param dx receives the gradient by x; null if nobody needs it
   */
  void differentiate(Tensor dy, Tensor dz, Tensor dx) {
    back(norm.gradient(dy, dz, gradient(normName + ".weight"), gradient(normName + ".bias")));
    back(convolution.weightGradient(dz, gradient(convolutionName + ".weight"), null));
    if (dx != null) {
      back(convolution.inputGradient(dz, dx));
    }
  }
}
