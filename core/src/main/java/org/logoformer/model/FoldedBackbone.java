package org.logoformer.model;

import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.profile.Section;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** {@link Backbone} for inference: each convolution with all that follows it is one operation. */
final class FoldedBackbone extends Module {
  private final Tensor y;

  /**
   * @param x frames [B*F, h, w, 3]
   */
  FoldedBackbone(Binder binder, Tensor x) {
    super(binder);
    Entry entry = thenModule(Section.STEM, new Entry(binder, x));
    Tensor map = entry.y;
    for (int layer = 1; layer <= 3; layer++) {
      for (int block = 0; block < Backbone.BLOCKS; block++) {
        String name = "backbone.layer" + layer + "." + block;
        Tensor in = map;
        int stride = Backbone.stride(layer, block);
        map = thenModule(Section.layer(layer), new Residual(binder, name, in, stride)).y;
      }
    }
    this.y = map;
  }

  /** [B*F, H, W, 4*width]. */
  Tensor y() {
    return y;
  }

  /** {@link Stem}. */
  private static final class Entry extends Module {
    private final Tensor y;

    Entry(Binder binder, Tensor x) {
      super(binder);
      Window seven = Window.square(7, 2, 3);
      Window three = Window.square(3, 2, 1);
      long width = binder.architecture().width();
      long[] wide = ConvolutionNorm.outputShape(seven, x, width);
      this.y =
          binder.allocate(
              x.size(0), three.outputSize(0, wide[1]), three.outputSize(1, wide[2]), width);
      Arena.Mark mark = binder.mark();
      Tensor z = binder.allocate(wide);
      thenModule(
          new FoldedConvolution(
              binder, "backbone.conv1", "backbone.bn1", seven, x, null, Activation.RELU, z));
      then(kernels().maxPooling(three, z, y));
      binder.releaseActivations(mark);
    }
  }

  /** {@link ResidualBlock}. */
  private static final class Residual extends Module {
    private final Tensor y;

    Residual(Binder binder, String name, Tensor x, int stride) {
      super(binder);
      Window first = Window.square(3, stride, 1);
      long channels = parameter(name + ".conv1.weight").size(0);
      long[] shape = ConvolutionNorm.outputShape(first, x, channels);
      this.y = binder.allocate(shape);
      Arena.Mark mark = binder.mark();
      Tensor skip = x;
      if (stride > 1) {
        skip = binder.allocate(shape);
        thenModule(
            new FoldedConvolution(
                binder,
                name + ".downsample.0",
                name + ".downsample.1",
                Window.square(1, stride, 0),
                x,
                null,
                Activation.NONE,
                skip));
      }
      Tensor z = binder.allocate(shape);
      thenModule(
          new FoldedConvolution(
              binder, name + ".conv1", name + ".bn1", first, x, null, Activation.RELU, z));
      thenModule(
          new FoldedConvolution(
              binder,
              name + ".conv2",
              name + ".bn2",
              Window.square(3, 1, 1),
              z,
              skip,
              Activation.RELU,
              y));
      binder.releaseActivations(mark);
    }
  }
}
