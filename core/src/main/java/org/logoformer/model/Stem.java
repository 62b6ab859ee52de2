package org.logoformer.model;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** ResNet's entry: 7x7 convolution stride 2, BatchNorm, ReLU, 3x3 max pool stride 2. */
final class Stem extends Module {
  private final ConvolutionNorm convolution;
  private final Kernels.Pooling pool;
  private final Tensor y;

  /**
   * @param x frames [N, h, w, 3]
   */
  Stem(Binder binder, Tensor x) {
    super(binder);
    Window seven = Window.square(7, 2, 3);
    Window three = Window.square(3, 2, 1);
    this.y =
        binder.allocate(
            x.size(0),
            three.outputSize(0, seven.outputSize(0, x.size(1))),
            three.outputSize(1, seven.outputSize(1, x.size(2))),
            binder.architecture().width());
    this.convolution =
        thenModule(
            new ConvolutionNorm(
                binder, "backbone.conv1", "backbone.bn1", seven, x, Activation.RELU));
    this.pool = then(kernels().maxPooling(three, convolution.y(), y));
  }

  /** [N, ceil(h/4), ceil(w/4), width]. */
  Tensor y() {
    return y;
  }

  /**
   * @param dy gradient by y; frames get none
   */
  void differentiate(Tensor dy) {
    Arena.Mark mark = binder().mark();
    Tensor d = binder().allocateLike(convolution.y());
    back(pool.gradient(dy, d));
    convolution.differentiate(d, d, null);
    backModule(convolution);
    binder().release(mark);
  }
}
