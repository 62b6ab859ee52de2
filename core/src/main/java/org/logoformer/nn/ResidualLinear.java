package org.logoformer.nn;

import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * The end of a residual branch: y = residual + drop(x weight^T + bias), where drop is dropout of
 * single elements, then of a clip's whole branch (stochastic depth).
 */
public final class ResidualLinear extends Part {
  private final Linear linear;
  private final Dropout elements;
  private final Dropout clips;

  /**
   * @param rate of dropout
   * @param skipping probability that a clip skips the branch
   * @param x [B, L, in]
   * @param residual [B, L, d], strided
   * @param y as residual
   */
  public ResidualLinear(
      Scope scope, double rate, double skipping, Tensor x, Tensor residual, Tensor y) {
    super(scope);
    if (!scope.training() || (rate == 0 && skipping == 0)) {
      this.linear = thenPart(new Linear(scope, x, residual, y));
      this.elements = null;
      this.clips = null;
      return;
    }
    Tensor branch = scope.allocateLike(y);
    this.linear = thenPart(new Linear(scope, x, null, branch));
    this.elements = thenPart(new Dropout(scope, "elements", rate, branch, branch.shape()));
    this.clips =
        thenPart(new Dropout(scope, "clips", skipping, elements.y(), branch.size(0), 1, 1));
    then(kernels().add(residual, clips.y(), y));
  }

  /**
   * Appends the backward pass.
   *
   * @param dy gradient by y, which is also the gradient by the residual; stays as it is
   * @param dx receives the gradient by x
   */
  public void differentiate(Tensor dy, Tensor dx) {
    Arena.Mark mark = scope().mark();
    Tensor dBranch = dy;
    if (elements != null) {
      dBranch = scope().allocateLike(dy);
      back(kernels().copy(dy, dBranch));
      backPart(clips).differentiate(dBranch);
      backPart(elements).differentiate(dBranch);
    }
    backPart(linear).differentiate(dBranch, dx);
    scope().release(mark);
  }
}
