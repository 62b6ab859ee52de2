package org.logoformer.model;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** Eq. 7: Y + fc2(GELU(fc1(LN(Y)))), for each token alone. */
final class Mlp extends Module {
  private final String name;
  private final Tensor normed;
  private final Tensor hidden;
  private final LayerNorm norm;
  private final Kernels.Linear first;
  private final Dropout dropout;
  private final ResidualLinear second;

  /**
   * @param name prefix of the parameters
   * @param skipping probability that a clip skips this branch in training
   * @param x [B, L, d], strided
   * @param y as x
   */
  Mlp(Binder binder, String name, double skipping, Tensor x, Tensor y) {
    super(binder);
    this.name = name;
    Architecture a = binder.architecture();
    Arena.Mark mark = binder.mark();
    this.normed = binder.allocateLike(x);
    this.norm = thenModule(new LayerNorm(binder, name + ".norm", x, normed));
    this.hidden = binder.allocate(x.size(0), x.size(1), a.hidden());
    this.first =
        then(
            kernels()
                .linear(
                    normed,
                    parameter(name + ".fc1.weight"),
                    parameter(name + ".fc1.bias"),
                    null,
                    hidden));
    Tensor active = binder.allocateLike(hidden);
    then(kernels().gelu(hidden, active));
    double rate = a.dropout().mlp();
    this.dropout = thenModule(new Dropout(binder, name + ".gelu", rate, active, active.shape()));
    this.second =
        thenModule(new ResidualLinear(binder, name + ".fc2", rate, skipping, dropout.y(), x, y));
    binder.releaseActivations(mark);
  }

  /**
   * @param d gradient by y, turned into the gradient by x
   */
  void differentiate(Tensor d) {
    Arena.Mark mark = binder().mark();
    Tensor dHidden = binder().allocateLike(hidden);
    Tensor dNormed = binder().allocateLike(normed);
    second.differentiate(d, dHidden);
    backModule(second);
    dropout.differentiate(dHidden);
    backModule(dropout);
    back(kernels().geluGradient(hidden, dHidden, dHidden));
    back(
        first.weightGradient(
            dHidden, gradient(name + ".fc1.weight"), gradient(name + ".fc1.bias")));
    back(first.inputGradient(dHidden, dNormed));
    norm.differentiate(dNormed, dNormed);
    backModule(norm);
    back(kernels().add(d, dNormed, d));
    binder().release(mark);
  }
}
