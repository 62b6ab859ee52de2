package org.logoformer.models.formerdfer;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Window;
import org.logoformer.nn.BasicBlock;
import org.logoformer.nn.Layer;
import org.logoformer.nn.ResNetEntry;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Feature maps [N, H, W, d] to [B, F, 2d]: the fourth layer of ResNet18 and the mean over each
 * frame.
 */
record LastLayerStage(int frames) implements Stage {
  private static final String SECTION = "layer4";

  @Override
  public String name() {
    return "s_former";
  }

  @Override
  public String title() {
    return SECTION;
  }

  @Override
  public boolean clipByClip() {
    return false;
  }

  @Override
  public long[] shape(long... x) {
    return new long[] {x[0] / frames, frames, 2 * x[3]};
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    return new LastLayer(scope, x, y);
  }

  private static final class LastLayer extends Layer {
    private final BasicBlock first;
    private final BasicBlock second;
    private final Kernels.Pooling mean;
    private final Tensor map;

    LastLayer(Scope scope, Tensor x, Tensor y) {
      super(scope);
      long[] shape = Window.square(3, 2, 1).outputShape(x.shape(), y.size(2));
      Arena.Mark mark = scope.mark();
      Tensor between = scope.allocate(shape);
      this.map = scope.allocate(shape);
      ResNetEntry.Block block = ResNetEntry.IMAGES.block();
      this.first = thenPart(SECTION, new BasicBlock(scope.in("layer4.0"), block, x, 2, between));
      this.second = thenPart(SECTION, new BasicBlock(scope.in("layer4.1"), block, between, 1, map));
      Window whole = Window.tiling((int) map.size(1), (int) map.size(2));
      this.mean = then(kernels().averagePooling(whole, map, pooled(y)));
      scope.releaseActivations(mark);
    }

    /** [B, F, C] as [N, 1, 1, C]. */
    private Tensor pooled(Tensor features) {
      return features.reshape(map.size(0), 1, 1, map.size(3));
    }

    @Override
    public void differentiate(Tensor dy, Tensor dx) {
      Arena.Mark mark = scope().mark();
      Tensor d = scope().allocateLike(map);
      back(mean.gradient(pooled(dy), d));
      second.differentiate(d, d);
      backPart(SECTION, second);
      first.differentiate(d, dx);
      backPart(SECTION, first);
      scope().release(mark);
    }
  }
}
