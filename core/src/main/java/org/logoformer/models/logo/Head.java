package org.logoformer.models.logo;

import org.logoformer.models.MapMean;
import org.logoformer.nn.LayerNorm;
import org.logoformer.nn.Part;
import org.logoformer.nn.Scope;
import org.logoformer.nn.TransformerStyle;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * The features of Eq. 10: LN(CLS), or the mean over CLS tokens of it where there are several.
 * Without CLS: LN of token (0,0), or the mean over tokens of LN(X).
 */
final class Head extends Part {
  private final Architecture architecture;
  private final LayerNorm norm;
  private final MapMean mean;
  private final Tensor normed;

  /**
   * @param features receives the result, [B, d]
   */
  Head(Scope scope, Stream x, Tensor features) {
    super(scope);
    this.architecture = x.architecture();
    Tensor read = x.read();
    boolean average = read.size(1) > 1;
    this.normed = average ? scope.allocateLike(read) : features.reshape(read.shape());
    this.norm =
        thenPart(new LayerNorm(scope.in("norm"), TransformerStyle.PLAIN.eps(), read, normed));
    this.mean = average ? thenPart(new MapMean(scope, inGrid(normed), features)) : null;
  }

  /**
   * @param dFeatures gradient by the features
   * @param d receives the gradient by the stream
   */
  void differentiate(Tensor dFeatures, Stream d) {
    Arena.Mark mark = scope().mark();
    if (mean == null) {
      back(kernels().zero(d.all()));
      backPart(norm).differentiate(dFeatures.reshape(normed.shape()), d.read());
    } else {
      Tensor dNormed = scope().allocateLike(normed);
      if (d.hasCls()) {
        back(kernels().zero(d.clip()));
      }
      backPart(mean).differentiate(dFeatures, inGrid(dNormed));
      backPart(norm).differentiate(dNormed, d.read());
    }
    scope().release(mark);
  }

  /** A clip's tokens lie frame by frame. */
  private long rows() {
    return normed.size(1) == architecture.clipTokens() ? architecture.frames() : 1;
  }

  /** [B, F*S, d] as [B, F, S, d]; [B, c, d] as [B, 1, c, d]. */
  private Tensor inGrid(Tensor tokens) {
    return tokens.split(1, rows(), tokens.size(1) / rows());
  }
}
