package org.logoformer.models.logo;

import org.logoformer.models.logo.LogoFormerConfig.Cls;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Tensor;

/**
 * Views of a residual stream [B, T, d] (or of its gradient): the c CLS tokens there are, then X in
 * (t, y, x) order.
 */
record Stream(Tensor all, Architecture architecture) {

  static Stream allocate(Scope scope, Architecture a, long clips) {
    return new Stream(scope.allocate(clips, a.tokens(), a.dim()), a);
  }

  /** B. */
  long clips() {
    return all.size(0);
  }

  boolean hasCls() {
    return architecture.clsTokens() > 0;
  }

  /** Whether each frame has a CLS token of its own. */
  boolean clsByFrame() {
    return architecture.clsByFrame();
  }

  /** [B, c, d]; only if there are CLS tokens. */
  Tensor cls() {
    return all.slice(1, 0, architecture.clsTokens());
  }

  /**
   * What the head reads: CLS or, without one, token (0,0), [B, 1, d]; all tokens if it reads their
   * mean.
   */
  Tensor read() {
    if (hasCls()) {
      return cls();
    }
    return architecture.cls() == Cls.MEAN ? all : all.slice(1, 0, 1);
  }

  /** X as [B, F*S, d]. */
  Tensor clip() {
    return all.slice(1, architecture.clsTokens(), architecture.tokens());
  }

  /** X as [B, F, S, d]. */
  Tensor clipByFrame() {
    return clip().split(1, architecture.frames(), architecture.positions());
  }

  /** What has a place in a frame: X and, if they are a frame of their own, the CLS tokens. */
  Tensor placed() {
    return architecture.cls() == Cls.FRAME
        ? all.split(1, architecture.frames() + 1L, architecture.positions())
        : clipByFrame();
  }
}
