package org.logoformer.nn;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * y = activation(BN(convolution of .. ReLU(BN(convolution of x))) + residual): one convolution with
 * batch normalisation, or several that stand for it.
 */
final class FactoredConvolution extends Part {
  private final List<ConvolutionNorm> parts = new ArrayList<>();
  private final List<Tensor> between = new ArrayList<>();

  /** The parameters of all factors. */
  static final class Weights {
    private final List<Factor> factors;
    private final List<ConvolutionNorm.Weights> all = new ArrayList<>();

    /**
     * Declares them.
     *
     * @param in channels of x
     */
    Weights(Scope scope, List<Factor> factors, long in) {
      this.factors = factors;
      long channels = in;
      for (Factor f : factors) {
        all.add(
            ConvolutionNorm.weights(
                scope, f.convolution(), f.norm(), f.window(), channels, f.outputs()));
        channels = f.outputs();
      }
    }
  }

  /**
   * @param x [N, size.., I]
   * @param residual as y; null for none
   * @param activation ReLU if there is a residual
   * @param y receives the result
   */
  FactoredConvolution(
      Scope scope, Weights weights, Tensor x, Tensor residual, Activation activation, Tensor y) {
    super(scope);
    Tensor in = x;
    int last = weights.factors.size() - 1;
    for (int i = 0; i < last; i++) {
      Factor f = weights.factors.get(i);
      Tensor out = scope.allocate(f.window().outputShape(in.shape(), f.outputs()));
      parts.add(
          thenPart(
              new ConvolutionNorm(
                  scope, weights.all.get(i), f.window(), in, null, Activation.RELU, out)));
      between.add(out);
      in = out;
    }
    parts.add(
        thenPart(
            new ConvolutionNorm(
                scope,
                weights.all.get(last),
                weights.factors.get(last).window(),
                in,
                residual,
                activation,
                y)));
  }

  /**
   * Appends the backward pass.
   *
   * @param dy gradient by y; with a residual overwritten with the gradient by the residual
   * @param dz as y, overwritten; may be dy if there is no residual
   * @param dx receives the gradient by x; null if nobody needs it
   */
  void differentiate(Tensor dy, Tensor dz, Tensor dx) {
    Arena.Mark mark = scope().mark();
    Tensor d = dy;
    Tensor dConvolution = dz;
    for (int i = parts.size() - 1; i >= 0; i--) {
      Tensor below = i == 0 ? dx : scope().allocateLike(between.get(i - 1));
      backPart(parts.get(i)).differentiate(d, dConvolution, below);
      d = below;
      dConvolution = below;
    }
    scope().release(mark);
  }
}
