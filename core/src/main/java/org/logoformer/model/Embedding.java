package org.logoformer.model;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Tensor;

/**
 * Feature map to tokens: 1x1 convolution to d with bias, plus spatial position s = y*W + x and
 * temporal position row t+1; CLS is its own parameter plus temporal row 0.
 */
final class Embedding extends Module {
  private final Kernels.Linear projection;
  private final Stream stream;
  private final Tensor features;

  /**
   * @param map [B*F, H, W, 4*width]
   */
  Embedding(Binder binder, Tensor map) {
    super(binder);
    Architecture a = binder.architecture();
    long clips = map.size(0) / a.frames();
    this.stream = Stream.allocate(binder, clips);
    this.features = map.reshape(clips, a.clipTokens(), a.features());
    this.projection =
        then(
            kernels()
                .linear(
                    features,
                    parameter("proj.weight"),
                    parameter("proj.bias"),
                    null,
                    stream.clip()));
    Tensor x = stream.clipByFrame();
    then(kernels().add(x, spatial(parameter("pos_spatial")), x));
    then(kernels().add(x, temporal(parameter("pos_temporal")), x));
    if (stream.hasCls()) {
      Tensor cls = stream.cls();
      then(kernels().zero(cls));
      then(kernels().add(cls, row(parameter("cls_token")), cls));
      then(kernels().add(cls, row(parameter("pos_temporal").slice(0, 0, 1)), cls));
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
    back(kernels().sum(dy.clipByFrame(), spatial(gradient("pos_spatial"))));
    back(kernels().sum(dy.clipByFrame(), temporal(dPosTemporal)));
    Tensor dRowZero = dPosTemporal.slice(0, 0, 1);
    if (dy.hasCls()) {
      back(kernels().sum(dy.cls(), row(gradient("cls_token"))));
      back(kernels().copy(row(gradient("cls_token")), row(dRowZero)));
    } else {
      back(kernels().zero(dRowZero));
    }
    back(projection.weightGradient(dClip, gradient("proj.weight"), gradient("proj.bias")));
    back(projection.inputGradient(dClip, dMap.reshape(features.shape())));
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
