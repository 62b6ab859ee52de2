package org.logoformer.models.rnn;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Window;
import org.logoformer.models.rnn.Vgg13LstmConfig.Frame;
import org.logoformer.models.rnn.Vgg13LstmConfig.Norm;
import org.logoformer.nn.Layer;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Tensor;

/**
 * [B, F, h, w, 3] to [B, F, C]: VGG13 on each frame, and the mean over its map or its hidden
 * layers.
 */
record VggStage(Vgg13LstmConfig own) implements Stage {
  /** Of the linear layers, for each channel of the first convolution. */
  private static final long HIDDEN = 64;

  @Override
  public String name() {
    return "backbone";
  }

  @Override
  public boolean clipByClip() {
    return own.norm() == Norm.NONE;
  }

  @Override
  public long[] shape(long... x) {
    long channels = own.frame() == Frame.FC ? HIDDEN * own.width() : Vgg13.channels(own.width());
    return new long[] {x[0], x[1], channels};
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    Tensor frames = x.reshape(x.size(0) * x.size(1), x.size(2), x.size(3), x.size(4));
    Tensor features = y.reshape(frames.size(0), y.size(2));
    return new Frames(scope, frames, features);
  }

  private final class Frames extends Layer {
    private final Tensor map;
    private final Vgg13 network;
    private final Kernels.Pooling mean;
    private final HiddenLayers hidden;

    /**
     * @param y [B*F, C]
     */
    Frames(Scope scope, Tensor x, Tensor y) {
      super(scope);
      this.map = scope.allocate(Vgg13.shape(own.width(), x.shape()));
      this.network = thenPart(new Vgg13(scope, own.norm(), x, own.width(), map));
      if (own.frame() == Frame.MEAN) {
        Window whole = Window.tiling((int) map.size(1), (int) map.size(2));
        this.mean = then(kernels().averagePooling(whole, map, pixel(y)));
        this.hidden = null;
      } else {
        this.mean = null;
        this.hidden = thenPart("fc", new HiddenLayers(scope.in("classifier"), map, y));
      }
    }

    /** [B*F, C] as [B*F, 1, 1, C]. */
    private static Tensor pixel(Tensor features) {
      return features.reshape(features.size(0), 1, 1, features.size(1));
    }

    @Override
    public void differentiate(Tensor dy, Tensor dx) {
      Tensor d = dy.reshape(map.size(0), dy.size(dy.rank() - 1));
      Tensor dMap = scope().allocateLike(map);
      if (hidden == null) {
        back(mean.gradient(pixel(d), dMap));
      } else {
        hidden.differentiate(d, dMap);
        backPart("fc", hidden);
      }
      network.differentiate(dMap, dx);
      backPart(network);
    }
  }
}
