package org.logoformer.model;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** The network for inference, in which no clip meets another one. */
final class FoldedNetwork extends Module {
  private final List<Op> preparations;
  private final List<BooleanSupplier> changes;

  /**
   * @param frames [B*F, h, w, 3]
   * @param features receives what the last linear layer reads, [B, d]
   * @param logits receives the result, [B, C]
   */
  FoldedNetwork(Binder binder, Tensor frames, Tensor features, Tensor logits) {
    super(binder);
    then(this::prepare);
    FoldedBackbone backbone = thenModule(new FoldedBackbone(binder, frames));
    thenModule(new Transformer(binder, backbone.y(), features, logits));
    this.preparations = binder.preparations();
    this.changes = binder.backbone().stream().map(kernels()::changes).toList();
  }

  /** Training moves parameters and statistics between one pass and the next. */
  private void prepare() {
    boolean changed = false;
    for (BooleanSupplier part : changes) {
      // All are asked: each remembers what it saw.
      changed |= part.getAsBoolean();
    }
    if (changed) {
      preparations.forEach(Op::run);
    }
  }
}
