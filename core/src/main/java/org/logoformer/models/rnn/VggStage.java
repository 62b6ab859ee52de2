package org.logoformer.models.rnn;

import org.logoformer.models.MapMean;
import org.logoformer.models.Stages;
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
  /** Width of the linear layers for each channel of the first convolution. */
  private static final long HIDDEN = 64;

  private static final String FC = "fc";

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
    Tensor frames = Stages.frames(x);
    Tensor features = y.reshape(frames.size(0), y.size(2));
    return new Frames(scope, frames, features);
  }

  private final class Frames extends Layer {
    private final Tensor map;
    private final Vgg13 network;
    private final Layer features;

    /**
     * @param y [B*F, C]
     */
    Frames(Scope scope, Tensor x, Tensor y) {
      super(scope);
      this.map = scope.allocate(Vgg13.shape(own.width(), x.shape()));
      this.network = thenPart(new Vgg13(scope, own.norm(), x, own.width(), map));
      this.features =
          own.frame() == Frame.MEAN
              ? thenPart(new MapMean(scope, map, y))
              : thenPart(FC, new HiddenLayers(scope.in("classifier"), map, y));
    }

    @Override
    public void differentiate(Tensor dy, Tensor dx) {
      Tensor d = dy.reshape(map.size(0), dy.size(dy.rank() - 1));
      Tensor dMap = scope().allocateLike(map);
      Layer read = own.frame() == Frame.MEAN ? backPart(features) : backPart(FC, features);
      read.differentiate(d, dMap);
      backPart(network).differentiate(dMap, dx);
    }
  }
}
