package org.logoformer.models.video;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Window;
import org.logoformer.models.video.R3d18Config.Stem;
import org.logoformer.nn.Layer;
import org.logoformer.nn.ResNet18;
import org.logoformer.nn.ResNetEntry;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Tensor;

/** [B, F, h, w, 3] to [B, 8*width]: ResNet18 over clips and the mean over each. */
record ClipStage(R3d18Config own) implements Stage {
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
    return new long[] {x[0], (long) own.width() << (LAYERS - 1)};
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    return new Clips(scope, x, y);
  }

  private ResNetEntry entry() {
    int depth = own.stem() == Stem.PAPER ? 7 : 3;
    int[] kernel = {depth, 7, 7};
    int[] stride = {1, 2, 2};
    int[] padding = {depth / 2, 3, 3};
    Window pool = own.stem() == Stem.PAPER ? Window.cube(3, 3, 2, 1) : null;
    return ResNetEntry.clips(new Window(kernel, stride, padding), pool);
  }

  private final class Clips extends Layer {
    private final Tensor map;
    private final ResNet18 network;
    private final Kernels.Pooling mean;

    Clips(Scope scope, Tensor x, Tensor y) {
      super(scope);
      ResNetEntry entry = entry();
      this.map = scope.allocate(ResNet18.shape(entry, own.width(), LAYERS, x.shape()));
      this.network = thenPart(new ResNet18(scope, entry, x, own.width(), LAYERS, map));
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
