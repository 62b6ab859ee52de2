package org.logoformer.models;

import org.logoformer.nn.Layer;
import org.logoformer.nn.ResNet18;
import org.logoformer.nn.ResNetEntry;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Tensor;

/** All of ResNet18 in front of its classifier: the mean over each map of the fourth layer. */
public final class ResNetFeatures extends Layer {
  private static final int LAYERS = 4;

  private final Tensor map;
  private final ResNet18 network;
  private final MapMean mean;

  private ResNetFeatures(Scope scope, ResNetEntry entry, int width, Tensor x, Tensor y) {
    super(scope);
    this.map = scope.allocate(ResNet18.shape(entry, width, LAYERS, x.shape()));
    this.network = thenPart(new ResNet18(scope, entry, x, width, LAYERS, map));
    this.mean = thenPart(new MapMean(scope, map, y));
  }

  /**
   * [B, F, h, w, 3] to [B, F, 8*width], each frame for itself.
   *
   * @param name prefix of the names of its parameters
   * @param width channels of the first layer
   */
  public static Stage ofFrames(String name, int width) {
    return Stages.ofBatch(
        name,
        name,
        x -> new long[] {x[0], x[1], features(width)},
        (scope, x, y) -> {
          Tensor frames = x.reshape(x.size(0) * x.size(1), x.size(2), x.size(3), x.size(4));
          return new ResNetFeatures(scope, ResNetEntry.IMAGES, width, frames, y);
        });
  }

  /**
   * [B, F, h, w, 3] to [B, 8*width].
   *
   * @param name prefix of the names of its parameters
   * @param entry what clips pass first, and its kind of blocks
   * @param width channels of the first layer
   */
  public static Stage ofClips(String name, ResNetEntry entry, int width) {
    return Stages.ofBatch(
        name,
        name,
        x -> new long[] {x[0], features(width)},
        (scope, x, y) -> new ResNetFeatures(scope, entry, width, x, y));
  }

  private static long features(int width) {
    return (long) width << (LAYERS - 1);
  }

  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    Tensor dMap = scope().allocateLike(map);
    mean.differentiate(dy, dMap);
    backPart(mean);
    network.differentiate(dMap, dx);
    backPart(network);
  }
}
