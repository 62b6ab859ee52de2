package org.logoformer.nn;

import org.logoformer.tensor.Tensor;

/** A part with one input and one output, such as a whole {@link Stage}. */
public abstract class Layer extends Part {
  /** Makes a layer. */
  @FunctionalInterface
  public interface Builder {
    /** As {@link Stage#build}. */
    Layer build(Scope scope, Tensor x, Tensor y);
  }

  protected Layer(Scope scope) {
    super(scope);
  }

  /**
   * Appends the backward pass.
   *
   * @param dy gradient by the output; may be overwritten
   * @param dx receives the gradient by the input; null if nobody wants it
   */
  public abstract void differentiate(Tensor dy, Tensor dx);
}
