package org.logoformer.kernels.proof;

import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.kernels.Kernels.Recurrence;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** A layer of recurrence whose operations are proved when they are asked for. */
final class ProvenRecurrence implements Recurrence {
  private final Prover prover;
  private final RecurrentOperations layer;
  private Recurrence made;

  ProvenRecurrence(Prover prover, RecurrentOperations layer) {
    this.prover = prover;
    this.layer = layer;
  }

  /** The kernels' own, made when it is needed first. */
  private Recurrence direct() {
    if (made == null) {
      made = layer.direct(prover.kernels());
    }
    return made;
  }

  @Override
  public Op train() {
    Operation o = layer.train();
    return prover.op(o, prover.route(o), () -> direct().train());
  }

  @Override
  public Op infer() {
    Operation o = layer.infer();
    return prover.op(o, prover.route(o), () -> direct().infer());
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx, Gates dWeights) {
    Operation o = layer.gradient(dy, dx, dWeights).after(prover.route(layer.train()));
    return prover.op(o, prover.route(o), () -> direct().gradient(dy, dx, dWeights));
  }
}
