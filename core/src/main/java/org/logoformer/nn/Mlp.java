package org.logoformer.nn;

import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** Eq. 7: Y + fc2(GELU(fc1(LN(Y)))), for each token alone. */
public final class Mlp extends Part {
  private final Tensor normed;
  private final Tensor hidden;
  private final LayerNorm norm;
  private final Linear first;
  private final Gelu gelu;
  private final Dropout dropout;
  private final ResidualLinear second;

  /**
   * @param style names of the parameters, and how it computes
   * @param width of the hidden layer
   * @param rate of dropout, behind GELU and behind the second layer
   * @param skipping probability that a clip skips this branch in training
   * @param x [B, L, d], strided
   * @param y as x
   */
  public Mlp(
      Scope scope,
      TransformerStyle style,
      long width,
      double rate,
      double skipping,
      Tensor x,
      Tensor y) {
    super(scope);
    Arena.Mark mark = scope.mark();
    this.normed = scope.allocateLike(x);
    this.norm = thenPart(new LayerNorm(scope.in("norm"), style.eps(), x, normed));
    this.hidden = scope.allocate(x.size(0), x.size(1), width);
    this.first = thenPart(new Linear(scope.in(style.first()), normed, null, hidden));
    Tensor active = scope.allocateLike(hidden);
    this.gelu = thenPart(new Gelu(scope, style.gelu(), hidden, active));
    this.dropout = thenPart(new Dropout(scope, "gelu", rate, active, active.shape()));
    this.second =
        thenPart(new ResidualLinear(scope.in(style.second()), rate, skipping, dropout.y(), x, y));
    scope.releaseActivations(mark);
  }

  /**
   * Appends the backward pass.
   *
   * @param d gradient by y, turned into the gradient by x
   */
  public void differentiate(Tensor d) {
    Arena.Mark mark = scope().mark();
    Tensor dHidden = scope().allocateLike(hidden);
    Tensor dNormed = scope().allocateLike(normed);
    backPart(second).differentiate(d, dHidden);
    backPart(dropout).differentiate(dHidden);
    backPart(gelu).differentiate(dHidden);
    backPart(first).differentiate(dHidden, dNormed);
    backPart(norm).differentiate(dNormed, dNormed);
    back(kernels().add(d, dNormed, d));
    scope().release(mark);
  }
}
