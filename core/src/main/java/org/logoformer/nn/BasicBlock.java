package org.logoformer.nn;

import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * ResNet's basic block: y = ReLU(x' + BN(conv(ReLU(BN(conv(x)))))), where x' is x, or its 1x1
 * convolution with batch normalisation when the shape changes. Convolutions are 3x3, or over clips
 * 3x3x3 or what stands for that.
 */
public final class BasicBlock extends Layer {
  private final FactoredConvolution first;
  private final FactoredConvolution second;
  private final ConvolutionNorm downsample;
  private final Tensor y;

  /**
   * @param block its convolutions
   * @param x [N, size.., I]
   * @param stride 1 or 2 in all dimensions; if it is 2, or I is not O, the skip is a convolution
   * @param y [N, ceil(size/stride).., O], receives the result
   */
  public BasicBlock(Scope scope, ResNetEntry.Block block, Tensor x, int stride, Tensor y) {
    super(scope);
    this.y = y;
    int rank = x.rank() - 2;
    long in = x.size(x.rank() - 1);
    long out = y.size(y.rank() - 1);
    Window skip = Window.cube(rank, 1, stride, 0);
    boolean keepsShape = stride == 1 && in == out;
    FactoredConvolution.Weights ofFirst =
        new FactoredConvolution.Weights(scope, block.first(in, out, stride), in);
    FactoredConvolution.Weights ofSecond =
        new FactoredConvolution.Weights(scope, block.second(in, out), out);
    Arena.Mark mark = scope.mark();
    Tensor skipped = keepsShape ? x : scope.allocateLike(y);
    this.downsample =
        keepsShape
            ? null
            : thenPart(
                new ConvolutionNorm(
                    scope,
                    ConvolutionNorm.weights(scope, "downsample.0", "downsample.1", skip, in, out),
                    skip,
                    x,
                    null,
                    Activation.NONE,
                    skipped));
    Tensor between = scope.allocateLike(y);
    this.first =
        thenPart(new FactoredConvolution(scope, ofFirst, x, null, Activation.RELU, between));
    this.second =
        thenPart(new FactoredConvolution(scope, ofSecond, between, skipped, Activation.RELU, y));
    scope.releaseActivations(mark);
  }

  /**
   * @param dy gradient by y; overwritten
   * @param dx receives the gradient by x; the same tensor as dy in a block that keeps the shape
   */
  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    Arena.Mark mark = scope().mark();
    Tensor dSecond = scope().allocateLike(y);
    Tensor dFirst = scope().allocateLike(y);
    backPart(second).differentiate(dy, dSecond, dFirst);
    if (downsample == null) {
      backPart(first).differentiate(dFirst, dFirst, dSecond);
      back(kernels().add(dy, dSecond, dx));
    } else {
      Tensor dSkip = scope().allocateLike(dx);
      backPart(first).differentiate(dFirst, dFirst, dx);
      backPart(downsample).differentiate(dy, dy, dSkip);
      back(kernels().add(dx, dSkip, dx));
    }
    scope().release(mark);
  }
}
