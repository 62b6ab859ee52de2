package org.logoformer.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * ResNet18 without its classifier, through some of its four layers, on single images or, with one
 * dimension more, on clips (Tran et al., CVPR 2018).
 */
public final class ResNet18 extends Layer {
  /** Of each layer. */
  private static final int BLOCKS = 2;

  private static final String STEM = "stem";

  private final Stem stem;
  private final List<BasicBlock> blocks = new ArrayList<>();
  private final List<Tensor> maps = new ArrayList<>();

  /**
   * @param x images [N, h, w, 3] or clips [N, F, h, w, 3]
   * @param width channels of the first layer
   * @param layers how many of the four
   * @param y receives the result, of shape {@link #shape}
   */
  public ResNet18(Scope scope, ResNetEntry entry, Tensor x, int width, int layers, Tensor y) {
    super(scope);
    Tensor map = scope.allocate(entry.shape(width, x.shape()));
    maps.add(map);
    this.stem = thenPart(STEM, new Stem(scope, entry, x, map));
    for (int layer = 1; layer <= layers; layer++) {
      for (int block = 0; block < BLOCKS; block++) {
        boolean last = layer == layers && block == BLOCKS - 1;
        int stride = stride(layer, block);
        Tensor next = last ? y : scope.allocate(blockShape(width << (layer - 1), stride, map));
        BasicBlock made =
            new BasicBlock(
                scope.in("layer" + layer + "." + block), entry.block(), map, stride, next);
        blocks.add(thenPart("layer" + layer, made));
        maps.add(next);
        map = next;
      }
    }
  }

  /** [N, size.., width * 2^(layers-1)] for an input of shape {@code x}. */
  public static long[] shape(ResNetEntry entry, int width, int layers, long... x) {
    long[] y = entry.shape(width, x);
    int channels = y.length - 1;
    for (int layer = 2; layer <= layers; layer++) {
      for (int axis = 1; axis < channels; axis++) {
        y[axis] = (y[axis] + 1) / 2;
      }
      y[channels] *= 2;
    }
    return y;
  }

  private static long[] blockShape(long channels, int stride, Tensor x) {
    return Window.cube(x.rank() - 2, 3, stride, 1).outputShape(x.shape(), channels);
  }

  /** The first blocks of all layers but the first halve the map. */
  private static int stride(int layer, int block) {
    return layer > 1 && block == 0 ? 2 : 1;
  }

  /**
   * @param dy gradient by y; overwritten
   * @param dx null: images have no gradient
   */
  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    if (dx != null) {
      throw new IllegalArgumentException("Images have no gradient");
    }
    Arena.Mark mark = scope().mark();
    Tensor d = dy;
    for (int i = blocks.size() - 1; i >= 0; i--) {
      Tensor x = maps.get(i);
      Tensor next = Arrays.equals(x.shape(), d.shape()) ? d : scope().allocateLike(x);
      backPart("layer" + (1 + i / BLOCKS), blocks.get(i)).differentiate(d, next);
      d = next;
    }
    backPart(STEM, stem).differentiate(d);
    scope().release(mark);
  }

  /** Convolution, batch normalisation, ReLU and, perhaps, a maximum. */
  private static final class Stem extends Part {
    private final FactoredConvolution convolution;
    private final Kernels.Pooling pool;
    private final Tensor wide;

    Stem(Scope scope, ResNetEntry entry, Tensor x, Tensor y) {
      super(scope);
      long width = y.size(y.rank() - 1);
      Arena.Mark mark = scope.mark();
      this.wide = entry.pool() == null ? y : scope.allocate(entry.wide(width, x.shape()));
      FactoredConvolution.Weights weights =
          new FactoredConvolution.Weights(scope, entry.stem().factors(width), x.size(x.rank() - 1));
      this.convolution =
          thenPart(new FactoredConvolution(scope, weights, x, null, Activation.RELU, wide));
      this.pool = entry.pool() == null ? null : then(kernels().maxPooling(entry.pool(), wide, y));
      scope.releaseActivations(mark);
    }

    void differentiate(Tensor dy) {
      Arena.Mark mark = scope().mark();
      Tensor d = dy;
      if (pool != null) {
        d = scope().allocateLike(wide);
        back(pool.gradient(dy, d));
      }
      backPart(convolution).differentiate(d, d, null);
      scope().release(mark);
    }
  }
}
