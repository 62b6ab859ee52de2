package org.logoformer.model;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * The end of a residual branch: y = residual + drop(x weight^T + bias), where drop is dropout of
 * single elements, then of a clip's whole branch (stochastic depth).
 */
final class ResidualLinear extends Module {
  private final String name;
  private final Kernels.Linear linear;
  private final Dropout elements;
  private final Dropout clips;

  /**
   * @param name prefix of the parameters
   * @param rate of dropout
   * @param skipping probability that a clip skips the branch
   * @param x [B, L, in]
   * @param residual [B, L, d], strided
   * @param y as residual
   */
  ResidualLinear(
      Binder binder,
      String name,
      double rate,
      double skipping,
      Tensor x,
      Tensor residual,
      Tensor y) {
    super(binder);
    this.name = name;
    if (!binder.training() || (rate == 0 && skipping == 0)) {
      this.linear = then(linear(x, residual, y));
      this.elements = null;
      this.clips = null;
      return;
    }
    Tensor branch = binder.allocateLike(y);
    this.linear = then(linear(x, null, branch));
    this.elements =
        thenModule(new Dropout(binder, name + ".elements", rate, branch, branch.shape()));
    this.clips =
        thenModule(
            new Dropout(binder, name + ".clips", skipping, elements.y(), branch.size(0), 1, 1));
    then(kernels().add(residual, clips.y(), y));
  }

  private Kernels.Linear linear(Tensor x, Tensor residual, Tensor y) {
    return kernels().linear(x, parameter(name + ".weight"), parameter(name + ".bias"), residual, y);
  }

  /**
   * @param dy gradient by y, which is also the gradient by the residual; stays as it is
   * @param dx receives the gradient by x
   */
  void differentiate(Tensor dy, Tensor dx) {
    Arena.Mark mark = binder().mark();
    Tensor dBranch = dy;
    if (elements != null) {
      dBranch = binder().allocateLike(dy);
      back(kernels().copy(dy, dBranch));
      clips.differentiate(dBranch);
      backModule(clips);
      elements.differentiate(dBranch);
      backModule(elements);
    }
    back(linear.weightGradient(dBranch, gradient(name + ".weight"), gradient(name + ".bias")));
    back(linear.inputGradient(dBranch, dx));
    binder().release(mark);
  }
}
