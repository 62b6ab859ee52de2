package org.logoformer.models.rnn;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.models.rnn.Vgg13LstmConfig.Norm;
import org.logoformer.nn.ConvolutionNorm;
import org.logoformer.nn.ConvolutionRelu;
import org.logoformer.nn.Layer;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * VGG13's convolutions (Simonyan and Zisserman, 2015, configuration B): five times two of 3x3 and a
 * maximum of 2x2 behind them. Names are those of torchvision's vgg13_bn or vgg13.
 */
final class Vgg13 extends Layer {
  /** The smallest frame: of a smaller one the last map has no pixel. */
  static final int SMALLEST = 32;

  private static final int GROUPS = 5;
  private static final int CONVOLUTIONS = 2;
  private static final Window THREE = Window.square(3, 1, 1);
  private static final Window HALF = Window.square(2, 2, 0);

  private final List<Group> groups = new ArrayList<>();
  private final List<Tensor> maps = new ArrayList<>();

  /**
   * @param x images [N, h, w, 3]
   * @param width channels of the first layer
   * @param y receives the result, of shape {@link #shape}
   */
  Vgg13(Scope scope, Norm norm, Tensor x, int width, Tensor y) {
    super(scope);
    Scope features = scope.in("features");
    maps.add(x);
    for (int i = 0; i < GROUPS; i++) {
      Tensor in = maps.get(i);
      Tensor out =
          i == GROUPS - 1 ? y : scope.allocate(HALF.outputShape(in.shape(), channels(width, i)));
      Group group = new Group(features, norm, i, in, out);
      groups.add(thenPart(section(i), group));
      maps.add(out);
    }
  }

  private static String section(int group) {
    return "conv" + (group + 1);
  }

  /** Channels of the result. */
  static long channels(int width) {
    return channels(width, GROUPS - 1);
  }

  private static long channels(int width, int group) {
    return (long) width << Math.min(group, 3);
  }

  /** [N, h/32, w/32, 8*width] for an input of shape {@code x}. */
  static long[] shape(int width, long... x) {
    long[] y = x;
    for (int i = 0; i < GROUPS; i++) {
      y = HALF.outputShape(y, channels(width, i));
    }
    return y;
  }

  /**
   * @param dx null: images have no gradient
   */
  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    if (dx != null) {
      throw new IllegalArgumentException("Images have no gradient");
    }
    Arena.Mark mark = scope().mark();
    Tensor d = dy;
    for (int i = GROUPS - 1; i >= 0; i--) {
      Tensor below = i == 0 ? null : scope().allocateLike(maps.get(i));
      backPart(section(i), groups.get(i)).differentiate(d, below);
      d = below;
    }
    scope().release(mark);
  }

  /** Two convolutions and the maximum. */
  private static final class Group extends Layer {
    private final List<Tensor> maps = new ArrayList<>();
    private final List<Layer> convolutions = new ArrayList<>();
    private final Kernels.Pooling maximum;

    Group(Scope scope, Norm norm, int number, Tensor x, Tensor y) {
      super(scope);
      Arena.Mark mark = scope.mark();
      // In torchvision's row are normalisations, ReLUs and maxima, too.
      int each = norm == Norm.BATCH ? 3 : 2;
      int first = number * (CONVOLUTIONS * each + 1);
      Tensor map = x;
      for (int i = 0; i < CONVOLUTIONS; i++) {
        Tensor next = scope.allocate(THREE.outputShape(map.shape(), y.size(3)));
        convolutions.add(thenPart(convolution(scope, norm, first + i * each, map, next)));
        maps.add(next);
        map = next;
      }
      this.maximum = then(kernels().maxPooling(HALF, map, y));
      scope.releaseActivations(mark);
    }

    private static Layer convolution(Scope scope, Norm norm, int at, Tensor x, Tensor y) {
      if (norm == Norm.NONE) {
        return new ConvolutionRelu(scope.in("" + at), THREE, x, y);
      }
      ConvolutionNorm.Weights weights =
          ConvolutionNorm.weights(
              scope,
              "" + at,
              "" + (at + 1),
              THREE,
              ConvolutionNorm.Bias.ADDED,
              x.size(3),
              y.size(3));
      return new ConvolutionNorm(scope, weights, THREE, x, null, Activation.RELU, y);
    }

    @Override
    public void differentiate(Tensor dy, Tensor dx) {
      Arena.Mark mark = scope().mark();
      Tensor d = scope().allocateLike(maps.get(CONVOLUTIONS - 1));
      back(maximum.gradient(dy, d));
      for (int i = CONVOLUTIONS - 1; i >= 0; i--) {
        Tensor below = i == 0 ? dx : scope().allocateLike(maps.get(i - 1));
        backPart(convolutions.get(i)).differentiate(d, below);
        d = below;
      }
      scope().release(mark);
    }
  }
}
