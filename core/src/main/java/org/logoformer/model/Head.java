package org.logoformer.model;

import org.logoformer.config.ModelConfig.Cls;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Eq. 10: logits = Linear(LN(CLS)). Without CLS: LN of token (0,0), or the mean over tokens of
 * LN(X).
 */
final class Head extends Module {
  private final Architecture architecture;
  private final LayerNorm norm;
  private final Kernels.Pooling mean;
  private final Kernels.Linear linear;
  private final Tensor normed;
  private final Tensor features;

  /**
   * @param features receives what the last linear layer reads, [B, d]
   * @param logits receives the result, [B, C]
   */
  Head(Binder binder, Stream x, Tensor features, Tensor logits) {
    super(binder);
    this.architecture = binder.architecture();
    this.features = features;
    boolean average = architecture.cls() == Cls.MEAN;
    Tensor read = x.read();
    this.normed = average ? binder.allocateLike(read) : features.reshape(read.shape());
    this.norm = thenModule(new LayerNorm(binder, "norm", read, normed));
    this.mean =
        average
            ? then(kernels().averagePooling(wholeClip(), byFrame(normed), wholeClips(features)))
            : null;
    this.linear =
        then(
            kernels()
                .linear(features, parameter("head.weight"), parameter("head.bias"), null, logits));
  }

  /**
   * @param dLogits [B, C]
   * @param d receives the gradient by the stream
   */
  void differentiate(Tensor dLogits, Stream d) {
    Arena.Mark mark = binder().mark();
    Tensor dFeatures = binder().allocateLike(features);
    back(linear.weightGradient(dLogits, gradient("head.weight"), gradient("head.bias")));
    back(linear.inputGradient(dLogits, dFeatures));
    if (mean == null) {
      back(kernels().zero(d.all()));
      norm.differentiate(dFeatures.reshape(normed.shape()), d.read());
    } else {
      Tensor dNormed = binder().allocateLike(normed);
      back(mean.gradient(wholeClips(dFeatures), byFrame(dNormed)));
      norm.differentiate(dNormed, d.read());
    }
    backModule(norm);
    binder().release(mark);
  }

  private Window wholeClip() {
    return Window.tiling(architecture.frames(), architecture.positions());
  }

  /** [B, d] as [B, 1, 1, d]. */
  private static Tensor wholeClips(Tensor features) {
    return features.reshape(features.size(0), 1, 1, features.size(1));
  }

  /** [B, F*S, d] as [B, F, S, d]. */
  private Tensor byFrame(Tensor tokens) {
    return tokens.split(1, architecture.frames(), architecture.positions());
  }
}
