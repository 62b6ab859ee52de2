package org.logoformer.nn;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;

/**
 * y = activation(BN(convolution of x) + residual): a convolution, in most networks without bias,
 * and batch normalisation behind it. In inference the normalisation is folded into the weights, and
 * all of it is one operation.
 */
public final class ConvolutionNorm extends Layer {
  private final Weights weights;
  private final Kernels.Convolution convolution;
  private final Kernels.BatchNormalization norm;
  private final Tensor residual;
  private final Tensor y;

  /** Whether a convolution has one. The normalisation takes it out again. */
  public enum Bias {
    NONE,
    ADDED
  }

  /**
   * The parameters of a convolution and of the normalisation behind it.
   *
   * @param weight [O, I, kernel..]
   * @param bias [O], as all that follow; null for none
   */
  public record Weights(
      Scope ofConvolution,
      Scope ofNorm,
      Tensor weight,
      Tensor bias,
      Tensor scale,
      Tensor shift,
      Tensor mean,
      Tensor variance) {
    private List<String> names() {
      List<String> names =
          new ArrayList<>(
              List.of(
                  ofConvolution.fullName("weight"),
                  ofNorm.fullName("weight"),
                  ofNorm.fullName("bias"),
                  ofNorm.fullName("running_mean"),
                  ofNorm.fullName("running_var")));
      if (bias != null) {
        names.add(ofConvolution.fullName("bias"));
      }
      return names;
    }
  }

  /** Declares parameters of a convolution without bias; see the other method. */
  public static Weights weights(
      Scope scope, String convolution, String norm, Window window, long in, long out) {
    return weights(scope, convolution, norm, window, Bias.NONE, in, out);
  }

  /**
   * Declares parameters.
   *
   * @param convolution name of the convolution in {@code scope}
   * @param norm name of the normalisation
   * @param in channels of x
   * @param out channels of y
   */
  public static Weights weights(
      Scope scope, String convolution, String norm, Window window, Bias bias, long in, long out) {
    Scope ofConvolution = scope.in(convolution);
    Scope ofNorm = scope.in(norm);
    return new Weights(
        ofConvolution,
        ofNorm,
        ofConvolution.weight("weight", Initialisation.HE, window.weightShape(out, in)),
        bias == Bias.NONE ? null : ofConvolution.weight("bias", Initialisation.ZERO, out),
        ofNorm.weight("weight", Initialisation.ONE, out),
        ofNorm.weight("bias", Initialisation.ZERO, out),
        ofNorm.statistic("running_mean", Role.RUNNING_MEAN, Initialisation.ZERO, out),
        ofNorm.statistic("running_var", Role.RUNNING_VARIANCE, Initialisation.ONE, out));
  }

  /**
   * @param x [N, size.., I]
   * @param residual as y; null for none
   * @param activation ReLU if there is a residual
   * @param y [N, outputSize.., O], receives the result
   */
  public ConvolutionNorm(
      Scope scope,
      Weights weights,
      Window window,
      Tensor x,
      Tensor residual,
      Activation activation,
      Tensor y) {
    super(scope);
    this.weights = weights;
    this.residual = residual;
    this.y = y;
    if (!scope.training()) {
      this.convolution = null;
      this.norm = null;
      fused(window, x, activation);
      return;
    }
    Tensor z = scope.allocateLike(y);
    this.convolution = then(kernels().convolution(window, x, weights.weight, weights.bias, z));
    Tensor normed = residual == null ? y : scope.allocateLike(y);
    this.norm =
        kernels()
            .batchNormalization(
                z,
                weights.scale,
                weights.shift,
                weights.mean,
                weights.variance,
                normed,
                residual == null ? activation : Activation.NONE);
    then(norm.train());
    scope.onStatisticsUpdate(norm.updateRunning());
    if (residual != null) {
      then(kernels().addRelu(normed, residual, y));
    }
  }

  private void fused(Window window, Tensor x, Activation activation) {
    Foldings foldings = scope().foldings();
    String name = weights.ofConvolution.fullName("weight");
    Foldings.Folded folded = foldings.folded(name, this::fold);
    then(
        foldings.prepared(
            "%s, %s of %s".formatted(name, window, x),
            first ->
                kernels()
                    .fusedConvolution(
                        window,
                        x,
                        folded.weight(),
                        folded.bias(),
                        residual,
                        activation,
                        y,
                        first)));
  }

  private Foldings.Folded fold() {
    Tensor weight = kernels().arena().allocateLasting(weights.weight.shape());
    Tensor bias = kernels().arena().allocateLasting(weights.weight.size(0));
    Tensor mean = weights.mean;
    if (weights.bias != null) {
      // The statistics are those of the sums with bias.
      mean = kernels().arena().allocateLasting(mean.shape());
      scope()
          .foldings()
          .onChange(kernels().subtract(weights.mean, weights.bias, mean), weights.names());
    }
    scope()
        .foldings()
        .onChange(
            kernels()
                .foldNormalization(
                    weights.weight,
                    weights.scale,
                    weights.shift,
                    mean,
                    weights.variance,
                    weight,
                    bias),
            weights.names());
    return new Foldings.Folded(weight, bias);
  }

  /** Without residual; dy is overwritten. */
  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    differentiate(dy, dy, dx);
  }

  /**
   * Appends the backward pass.
   *
   * @param dy gradient by y; with a residual overwritten with the gradient by the residual
   * @param dz receives the gradient by the convolution's output; may be dy if there is no residual
   * @param dx receives the gradient by x; null if nobody needs it
   */
  public void differentiate(Tensor dy, Tensor dz, Tensor dx) {
    if (residual != null) {
      back(kernels().reluGradient(y, dy, dy));
    }
    back(norm.gradient(dy, dz, weights.ofNorm.gradient("weight"), weights.ofNorm.gradient("bias")));
    Tensor dBias = weights.bias == null ? null : weights.ofConvolution.gradient("bias");
    back(convolution.weightGradient(dz, weights.ofConvolution.gradient("weight"), dBias));
    if (dx != null) {
      back(convolution.inputGradient(dz, dx));
    }
  }
}
