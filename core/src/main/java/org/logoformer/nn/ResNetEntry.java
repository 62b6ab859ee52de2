package org.logoformer.nn;

import java.util.List;
import org.logoformer.kernels.Window;

/**
 * What differs between residual networks over images and over clips.
 *
 * @param stem what the first layer is
 * @param pool maximum behind it; null for none
 * @param block what the convolutions of a block are
 */
public record ResNetEntry(Stem stem, Window pool, Block block) {
  /** Over images [N, h, w, 3]: 7x7 convolution and 3x3 maximum, both of stride 2. */
  public static final ResNetEntry IMAGES =
      new ResNetEntry(
          width -> List.of(new Factor("conv1", "bn1", Window.square(7, 2, 3), width)),
          Window.square(3, 2, 1),
          new Whole(2, "conv1", "bn1", "conv2", "bn2"));

  /** Of the first layer, by the width of the network. */
  @FunctionalInterface
  public interface Stem {
    /** What it is made of. */
    List<Factor> factors(long width);
  }

  /** Of the two convolutions of a block, the second of which keeps shape and channels. */
  public interface Block {
    /**
     * The first convolution.
     *
     * @param in channels of the block's input
     * @param out channels of its output
     * @param stride of the block
     */
    List<Factor> first(long in, long out, int stride);

    /** The second convolution, in and out as of {@link #first}. */
    List<Factor> second(long in, long out);
  }

  /** 3x3 convolutions, or 3x3x3. */
  private record Whole(int rank, String... names) implements Block {
    @Override
    public List<Factor> first(long in, long out, int stride) {
      return List.of(new Factor(names[0], names[1], Window.cube(rank, 3, stride, 1), out));
    }

    @Override
    public List<Factor> second(long in, long out) {
      return List.of(new Factor(names[2], names[3], Window.cube(rank, 3, 1, 1), out));
    }
  }

  /** Over clips [N, F, h, w, 3], with the names of torchvision's video networks. */
  public static ResNetEntry clips(Window convolution, Window pool) {
    return new ResNetEntry(
        width -> List.of(new Factor("stem.0", "stem.1", convolution, width)),
        pool,
        new Whole(3, "conv1.0", "conv1.1", "conv2.0", "conv2.1"));
  }

  /** Of the map behind the first layer, for an input of shape {@code x}. */
  long[] shape(int width, long... x) {
    long[] wide = wide(width, x);
    return pool == null ? wide : pool.outputShape(wide, width);
  }

  /** The same in front of the maximum. */
  long[] wide(long width, long... x) {
    long[] shape = x;
    for (Factor f : stem.factors(width)) {
      shape = f.window().outputShape(shape, f.outputs());
    }
    return shape;
  }
}
