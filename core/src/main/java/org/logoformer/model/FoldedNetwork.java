package org.logoformer.model;

import org.logoformer.tensor.Tensor;

/** The network for inference, in which no clip meets another one. */
final class FoldedNetwork extends Module {
  /**
   * @param frames [B*F, h, w, 3]
   * @param features receives what the last linear layer reads, [B, d]
   * @param logits receives the result, [B, C]
   */
  FoldedNetwork(Binder binder, Tensor frames, Tensor features, Tensor logits) {
    super(binder);
    FoldedBackbone backbone = thenModule(new FoldedBackbone(binder, frames));
    thenModule(new Transformer(binder, backbone.y(), features, logits));
  }
}
