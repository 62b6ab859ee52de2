package org.logoformer.models.video;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Window;
import org.logoformer.nn.Layer;
import org.logoformer.nn.ResNet18;
import org.logoformer.nn.ResNetEntry;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Tensor;

/**
 * [B, F, h, w, 3] to [B, 8*width]: ResNet18 over clips and the mean over each.
 *
 * @param width channels of the first layer
 */
record ClipStage(ResNetEntry entry, int width) implements Stage {
  private static final int LAYERS = 4;

  @Override
  public String name() {
    return "";
  }

  @Override
  public boolean clipByClip() {
    return false;
  }

  @Override
  public long[] shape(long... x) {
    return new long[] {x[0], (long) width << (LAYERS - 1)};
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    return new Clips(scope, x, y);
  }

  private final class Clips extends Layer {
    private final Tensor map;
    private final ResNet18 network;
    private final Kernels.Pooling mean;

    Clips(Scope scope, Tensor x, Tensor y) {
      super(scope);
      this.map = scope.allocate(ResNet18.shape(entry, width, LAYERS, x.shape()));
      this.network = thenPart(new ResNet18(scope, entry, x, width, LAYERS, map));
      Window whole = Window.tiling((int) map.size(1), (int) map.size(2), (int) map.size(3));
      this.mean = then(kernels().averagePooling(whole, map, pooled(y)));
    }

    /** [B, C] as [B, 1, 1, 1, C]. */
    private Tensor pooled(Tensor features) {
      return features.reshape(features.size(0), 1, 1, 1, features.size(1));
    }

    @Override
    public void differentiate(Tensor dy, Tensor dx) {
      Tensor dMap = scope().allocateLike(map);
      back(mean.gradient(pooled(dy), dMap));
      network.differentiate(dMap, dx);
      backPart(network);
    }
  }
}
