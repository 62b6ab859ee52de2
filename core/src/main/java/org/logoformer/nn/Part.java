package org.logoformer.nn;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.profile.Pass;
import org.logoformer.tensor.Tensor;

/**
 * A part of a network: two fixed sequences of operations. The constructor of a part binds its
 * forward pass, a method called {@code differentiate} its backward pass; gradients of parameters
 * are overwritten by each backward pass.
 */
public abstract class Part {
  private final Scope scope;
  private final List<Op> forward = new ArrayList<>();
  private final List<Op> backward = new ArrayList<>();

  protected Part(Scope scope) {
    this.scope = scope;
  }

  /** Runs the forward pass. */
  public final void forward() {
    for (Op op : forward) {
      op.run();
    }
  }

  /** Runs the backward pass, of the last forward pass. */
  public final void backward() {
    for (Op op : backward) {
      op.run();
    }
  }

  /** Appends to the forward pass. */
  protected final <O extends Op> O then(O op) {
    forward.add(op);
    return op;
  }

  /** Appends the forward pass of a part. */
  protected final <P extends Part> P thenPart(P part) {
    forward.add(part::forward);
    return part;
  }

  /** Appends the forward pass of a part that profiles call {@code section}. */
  protected final <P extends Part> P thenPart(String section, P part) {
    forward.add(scope.watched(section, Pass.FORWARD, part::forward));
    return part;
  }

  /** Appends to the backward pass. */
  protected final void back(Op op) {
    backward.add(op);
  }

  /**
   * Appends the backward pass of a part. The part's own {@code differentiate}, called on the
   * result, makes that pass.
   */
  protected final <P extends Part> P backPart(P part) {
    backward.add(part::backward);
    return part;
  }

  /** As above, of a part that profiles call {@code section}. */
  protected final <P extends Part> P backPart(String section, P part) {
    backward.add(scope.watched(section, Pass.BACKWARD, part::backward));
    return part;
  }

  /** What it was built in. */
  protected final Scope scope() {
    return scope;
  }

  protected final Kernels kernels() {
    return scope.kernels();
  }

  /** Gradient by the parameter that this part declared as {@code name}. */
  protected final Tensor gradient(String name) {
    return scope.gradient(name);
  }
}
