package org.logoformer.nn;

import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** The activation x * Phi(x), where Phi is the distribution of a normal variable. */
public final class Gelu extends Part {
  /** Argument of the logistic function is 2 sqrt(2/pi) (x + CUBE x^3). */
  private static final double SCALE = 2 * Math.sqrt(2 / Math.PI);

  private static final double CUBE = 0.044715;

  private final Form form;
  private final Tensor x;
  private final Tensor logistic;

  /** How Phi is computed. */
  public enum Form {
    /** Exactly, by the error function. */
    ERF,
    /** Approximately, (1 + tanh(z)) / 2 = 1 / (1 + exp(-2z)): within 0.0005 of x * Phi(x). */
    TANH
  }

  /**
   * @param x contiguous, 3 dimensions
   * @param y receives the result; not x
   */
  Gelu(Scope scope, Form form, Tensor x, Tensor y) {
    super(scope);
    this.form = form;
    this.x = x;
    if (form == Form.ERF) {
      this.logistic = null;
      then(kernels().gelu(x, y));
      return;
    }
    Arena.Mark mark = scope.mark();
    this.logistic = scope.allocateLike(x);
    then(kernels().multiply(x, x, y));
    then(kernels().multiply(y, constant(SCALE * CUBE), y));
    then(kernels().add(y, constant(SCALE), y));
    then(kernels().multiply(y, x, y));
    then(kernels().sigmoid(y, logistic));
    then(kernels().multiply(logistic, x, y));
    scope.releaseActivations(mark);
  }

  private Tensor constant(double value) {
    return scope().constant(value, 1, 1, 1);
  }

  /**
   * @param d gradient by y, turned into the gradient by x
   */
  void differentiate(Tensor d) {
    if (form == Form.ERF) {
      back(kernels().geluGradient(x, d, d));
      return;
    }
    Arena.Mark mark = scope().mark();
    Tensor inner = scope().allocateLike(x);
    Tensor slope = scope().allocateLike(x);
    back(kernels().multiply(d, x, inner));
    back(kernels().sigmoidGradient(logistic, inner, inner));
    back(kernels().multiply(x, x, slope));
    back(kernels().multiply(slope, constant(3 * SCALE * CUBE), slope));
    back(kernels().add(slope, constant(SCALE), slope));
    back(kernels().multiply(inner, slope, inner));
    back(kernels().multiply(d, logistic, d));
    back(kernels().add(d, inner, d));
    scope().release(mark);
  }
}
