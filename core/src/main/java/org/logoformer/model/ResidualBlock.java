package org.logoformer.model;

import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * ResNet's BasicBlock: y = ReLU(x' + BN(conv(ReLU(BN(conv(x)))))), where x' is x, or its 1x1
 * convolution with BatchNorm when the shape changes.
 */
final class ResidualBlock extends Module {
  private final ConvolutionNorm first;
  private final ConvolutionNorm second;
  private final ConvolutionNorm downsample;
  private final Tensor y;

  /**
   * @param name prefix of the parameters
   * @param x [N, H, W, I]
   * @param stride 1 or 2; with 2 the channels change too
   */
  ResidualBlock(Binder binder, String name, Tensor x, int stride) {
    super(binder);
    Window window = Window.square(3, stride, 1);
    long channels = parameter(name + ".conv1.weight").size(0);
    this.y =
        binder.allocate(
            x.size(0), window.outputSize(0, x.size(1)), window.outputSize(1, x.size(2)), channels);
    this.first =
        thenModule(
            new ConvolutionNorm(
                binder, name + ".conv1", name + ".bn1", window, x, Activation.RELU));
    this.second =
        thenModule(
            new ConvolutionNorm(
                binder,
                name + ".conv2",
                name + ".bn2",
                Window.square(3, 1, 1),
                first.y(),
                Activation.NONE));
    this.downsample =
        stride == 1
            ? null
            : thenModule(
                new ConvolutionNorm(
                    binder,
                    name + ".downsample.0",
                    name + ".downsample.1",
                    Window.square(1, stride, 0),
                    x,
                    Activation.NONE));
    then(kernels().addRelu(second.y(), downsample == null ? x : downsample.y(), y));
  }

  /** [N, H/stride, W/stride, O]. */
  Tensor y() {
    return y;
  }

  /**
   * @param dy gradient by y; overwritten
   * @param dx receives the gradient by x; the same tensor as dy in a block that keeps the shape
   */
  void differentiate(Tensor dy, Tensor dx) {
    Arena.Mark mark = binder().mark();
    Tensor dSecond = binder().allocateLike(y);
    Tensor dFirst = binder().allocateLike(y);
    back(kernels().reluGradient(y, dy, dy));
    second.differentiate(dy, dSecond, dFirst);
    backModule(second);
    if (downsample == null) {
      first.differentiate(dFirst, dFirst, dSecond);
      backModule(first);
      back(kernels().add(dy, dSecond, dx));
    } else {
      Tensor dSkip = binder().allocateLike(dx);
      first.differentiate(dFirst, dFirst, dx);
      backModule(first);
      downsample.differentiate(dy, dy, dSkip);
      backModule(downsample);
      back(kernels().add(dx, dSkip, dx));
    }
    binder().release(mark);
  }
}
