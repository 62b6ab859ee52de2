package org.logoformer.nn;

import org.logoformer.kernels.Window;

/**
 * What differs between residual networks over images and over clips.
 *
 * @param convolution of the first layer
 * @param pool maximum behind it; null for none
 * @param stem names of the first convolution and its normalisation
 * @param block names in a block: first convolution and normalisation, second convolution and
 *     normalisation
 */
public record ResNetEntry(Window convolution, Window pool, String[] stem, String[] block) {
  /** Over images [N, h, w, 3]: 7x7 convolution and 3x3 maximum, both of stride 2. */
  public static final ResNetEntry IMAGES =
      new ResNetEntry(
          Window.square(7, 2, 3),
          Window.square(3, 2, 1),
          new String[] {"conv1", "bn1"},
          new String[] {"conv1", "bn1", "conv2", "bn2"});

  /** Over clips [N, F, h, w, 3], with the names of torchvision's video networks. */
  public static ResNetEntry clips(Window convolution, Window pool) {
    return new ResNetEntry(
        convolution,
        pool,
        new String[] {"stem.0", "stem.1"},
        new String[] {"conv1.0", "conv1.1", "conv2.0", "conv2.1"});
  }

  /** Of the map behind it, for an input of shape {@code x}. */
  long[] shape(int width, long... x) {
    long[] wide = convolution.outputShape(x, width);
    return pool == null ? wide : pool.outputShape(wide, width);
  }
}
