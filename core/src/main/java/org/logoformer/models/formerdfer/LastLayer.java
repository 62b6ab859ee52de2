package org.logoformer.models.formerdfer;

import org.logoformer.kernels.Window;
import org.logoformer.models.MapMean;
import org.logoformer.models.Stages;
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
final class LastLayer extends Layer {
  private static final String SECTION = "layer4";

  private final BasicBlock first;
  private final BasicBlock second;
  private final MapMean mean;
  private final Tensor map;

  private LastLayer(Scope scope, Tensor x, Tensor y) {
    super(scope);
    long[] shape = Window.square(3, 2, 1).outputShape(x.shape(), y.size(2));
    Arena.Mark mark = scope.mark();
    Tensor between = scope.allocate(shape);
    this.map = scope.allocate(shape);
    ResNetEntry.Block block = ResNetEntry.IMAGES.block();
    this.first = thenPart(SECTION, new BasicBlock(scope.in("layer4.0"), block, x, 2, between));
    this.second = thenPart(SECTION, new BasicBlock(scope.in("layer4.1"), block, between, 1, map));
    this.mean = thenPart(new MapMean(scope, map, y));
    scope.releaseActivations(mark);
  }

  static Stage stage(String name, int frames) {
    return Stages.ofBatch(
        name, SECTION, x -> new long[] {x[0] / frames, frames, 2 * x[3]}, LastLayer::new);
  }

  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    Arena.Mark mark = scope().mark();
    Tensor d = scope().allocateLike(map);
    backPart(mean).differentiate(dy, d);
    backPart(SECTION, second).differentiate(d, d);
    backPart(SECTION, first).differentiate(d, dx);
    scope().release(mark);
  }
}
