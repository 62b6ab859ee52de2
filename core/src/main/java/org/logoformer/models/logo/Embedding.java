package org.logoformer.models.logo;

import org.logoformer.nn.Initialisation;
import org.logoformer.nn.Linear;
import org.logoformer.nn.Part;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Tensor;

/**
 * Feature map to tokens: 1x1 convolution to d with bias, plus spatial position s = y*W + x and
 * temporal position row t+1; CLS is its own parameter plus temporal row 0 and, in a frame of CLS
 * tokens, spatial position s.
 */
final class Embedding extends Part {
  private final Linear projection;
  private final Stream stream;
  private final Tensor features;

  /**
   * @param map [B*F, H, W, 4*width]
   */
  Embedding(Scope scope, Architecture a, Tensor map) {
    super(scope);
    long clips = map.size(0) / a.frames();
    this.stream = Stream.allocate(scope, a, clips);
    this.features = map.reshape(clips, a.clipTokens(), a.features());
    this.projection = thenPart(new Linear(scope.in("proj"), features, null, stream.clip()));
    Tensor cls =
        stream.hasCls() ? scope.weight("cls_token", Initialisation.POSITION, a.dim()) : null;
    Tensor spatial = scope.weight("pos_spatial", Initialisation.POSITION, a.positions(), a.dim());
    Tensor temporal =
        scope.weight("pos_temporal", Initialisation.POSITION, a.frames() + 1L, a.dim());
    Tensor x = stream.clipByFrame();
    Tensor placed = stream.placed();
    Tensor y = stream.hasCls() ? stream.cls() : null;
    if (y != null) {
      then(kernels().zero(y));
    }
    then(kernels().add(placed, spatial(spatial), placed));
    then(kernels().add(x, temporal(temporal), x));
    if (y != null) {
      then(kernels().add(y, row(cls), y));
      then(kernels().add(y, row(temporal.slice(0, 0, 1)), y));
    }
  }

  Stream stream() {
    return stream;
  }

  /**
   * @param dy gradient by the stream
   * @param dMap receives the gradient by the feature map
   */
  void differentiate(Stream dy, Tensor dMap) {
    Tensor dClip = dy.clip();
    Tensor dPosTemporal = gradient("pos_temporal");
    back(kernels().sum(dy.placed(), spatial(gradient("pos_spatial"))));
    back(kernels().sum(dy.clipByFrame(), temporal(dPosTemporal)));
    Tensor dRowZero = dPosTemporal.slice(0, 0, 1);
    if (dy.hasCls()) {
      back(kernels().sum(dy.cls(), row(gradient("cls_token"))));
      back(kernels().copy(row(gradient("cls_token")), row(dRowZero)));
    } else {
      back(kernels().zero(dRowZero));
    }
    backPart(projection).differentiate(dClip, dMap.reshape(features.shape()));
  }

  /** [S, d] as [1, 1, S, d]. */
  private static Tensor spatial(Tensor positions) {
    return positions.reshape(1, 1, positions.size(0), positions.size(1));
  }

  /** Rows 1..F of [F+1, d] as [1, F, 1, d]. */
  private static Tensor temporal(Tensor positions) {
    long frames = positions.size(0) - 1;
    return positions.slice(0, 1, frames + 1).reshape(1, frames, 1, positions.size(1));
  }

  /** [d] or [1, d] as [1, 1, d]. */
  private static Tensor row(Tensor vector) {
    return vector.reshape(1, 1, vector.length());
  }
}
