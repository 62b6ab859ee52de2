package org.logoformer.models.rnn;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Window;
import org.logoformer.nn.Layer;
import org.logoformer.nn.ResNet18;
import org.logoformer.nn.ResNetEntry;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Tensor;

/**
 * [B, F, h, w, 3] to [B, F, 8*width]: ResNet18 and the mean over each frame.
 *
 * @param width channels of the first layer
 */
record FramesStage(int width) implements Stage {
  private static final int LAYERS = 4;

  @Override
  public String name() {
    return "backbone";
  }

  @Override
  public boolean clipByClip() {
    return false;
  }

  @Override
  public long[] shape(long... x) {
    return new long[] {x[0], x[1], (long) width << (LAYERS - 1)};
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    return new Frames(scope, x, y);
  }

  private final class Frames extends Layer {
    private final Tensor map;
    private final ResNet18 backbone;
    private final Kernels.Pooling mean;

    Frames(Scope scope, Tensor x, Tensor y) {
      super(scope);
      Tensor frames = x.reshape(x.size(0) * x.size(1), x.size(2), x.size(3), x.size(4));
      this.map = scope.allocate(ResNet18.shape(ResNetEntry.IMAGES, width, LAYERS, frames.shape()));
      this.backbone = thenPart(new ResNet18(scope, ResNetEntry.IMAGES, frames, width, LAYERS, map));
      Window whole = Window.tiling((int) map.size(1), (int) map.size(2));
      this.mean = then(kernels().averagePooling(whole, map, pooled(y)));
    }

    /** [B, F, C] as [B*F, 1, 1, C]. */
    private Tensor pooled(Tensor features) {
      return features.reshape(map.size(0), 1, 1, map.size(3));
    }

    @Override
    public void differentiate(Tensor dy, Tensor dx) {
      Tensor dMap = scope().allocateLike(map);
      back(mean.gradient(pooled(dy), dMap));
      backbone.differentiate(dMap, dx);
      backPart(backbone);
    }
  }
}
