package org.logoformer.model;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Section;
import org.logoformer.tensor.Tensor;

/**
 * A part of the network: two fixed sequences of operations. The constructor of a module binds its
 * forward pass, a method called {@code differentiate} its backward pass; gradients of parameters
 * are overwritten by each backward pass.
 */
abstract class Module {
  private final Binder binder;
  private final List<Op> forward = new ArrayList<>();
  private final List<Op> backward = new ArrayList<>();

  Module(Binder binder) {
    this.binder = binder;
  }

  final void forward() {
    for (Op op : forward) {
      op.run();
    }
  }

  final void backward() {
    for (Op op : backward) {
      op.run();
    }
  }

  /** Appends to the forward pass. */
  final <O extends Op> O then(O op) {
    forward.add(op);
    return op;
  }

  /** Appends the forward pass of a part. */
  final <M extends Module> M thenModule(M part) {
    forward.add(part::forward);
    return part;
  }

  /** Appends the forward pass of a part that profiles name. */
  final <M extends Module> M thenModule(Section section, M part) {
    forward.add(binder.watched(section, Pass.FORWARD, part::forward));
    return part;
  }

  /** Appends to the backward pass. */
  final void back(Op op) {
    backward.add(op);
  }

  /** Appends the backward pass of a part. */
  final void backModule(Module part) {
    backward.add(part::backward);
  }

  /** Appends the backward pass of a part that profiles name. */
  final void backModule(Section section, Module part) {
    backward.add(binder.watched(section, Pass.BACKWARD, part::backward));
  }

  final Binder binder() {
    return binder;
  }

  final Kernels kernels() {
    return binder.kernels();
  }

  final Tensor parameter(String name) {
    return binder.parameter(name);
  }

  final Tensor gradient(String name) {
    return binder.gradient(name);
  }
}
