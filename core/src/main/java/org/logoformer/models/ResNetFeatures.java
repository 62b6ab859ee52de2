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
   * [B, F, h, w, 3] to feature maps [B*F, H, W, C]: some layers of ResNet18 on single frames.
   *
   * @param name prefix of the names of its parameters
   * @param title of the maps
   * @param width channels of the first layer
   * @param layers how many of the four
   */
  public static Stage mapsOfFrames(String name, String title, int width, int layers) {
    ResNetEntry entry = ResNetEntry.IMAGES;
    return Stages.ofBatch(
        name,
        title,
        x -> ResNet18.shape(entry, width, layers, x[0] * x[1], x[2], x[3], x[4]),
        (scope, x, y) -> new ResNet18(scope, entry, Stages.frames(x), width, layers, y));
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
        (scope, x, y) -> new ResNetFeatures(scope, ResNetEntry.IMAGES, width, Stages.frames(x), y));
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
    backPart(mean).differentiate(dy, dMap);
    backPart(network).differentiate(dMap, dx);
  }
}
