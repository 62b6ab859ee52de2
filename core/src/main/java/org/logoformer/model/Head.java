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
  private final Tensor logits;

  Head(Binder binder, Stream x) {
    super(binder);
    this.architecture = binder.architecture();
    long clips = x.clips();
    long dim = architecture.dim();
    Tensor read = architecture.cls() == Cls.MEAN ? x.all() : x.all().slice(1, 0, 1);
    this.normed = binder.allocateLike(read);
    this.norm = thenModule(new LayerNorm(binder, "norm", read, normed));
    if (architecture.cls() == Cls.MEAN) {
      Tensor average = binder.allocate(clips, 1, 1, dim);
      this.mean = then(kernels().averagePooling(wholeClip(), byFrame(normed), average));
      this.features = average.reshape(clips, dim);
    } else {
      this.mean = null;
      this.features = normed.reshape(clips, dim);
    }
    this.logits = binder.allocate(clips, architecture.classes());
    this.linear =
        then(
            kernels()
                .linear(features, parameter("head.weight"), parameter("head.bias"), null, logits));
  }

  /** [B, d], what the last linear layer reads. */
  Tensor features() {
    return features;
  }

  /** [B, C]. */
  Tensor logits() {
    return logits;
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
      norm.differentiate(dFeatures.reshape(normed.shape()), d.all().slice(1, 0, 1));
    } else {
      Tensor dNormed = binder().allocateLike(normed);
      back(mean.gradient(dFeatures.reshape(d.clips(), 1, 1, d.all().size(2)), byFrame(dNormed)));
      norm.differentiate(dNormed, d.all());
    }
    backModule(norm);
    binder().release(mark);
  }

  private Window wholeClip() {
    return Window.tiling(architecture.frames(), architecture.positions());
  }

  /** [B, F*S, d] as [B, F, S, d]. */
  private Tensor byFrame(Tensor tokens) {
    return tokens.split(1, architecture.frames(), architecture.positions());
  }
}
