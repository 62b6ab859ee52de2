package org.logoformer.model;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.profile.Section;
import org.logoformer.tensor.Tensor;

/** What follows the backbone: embedding, blocks, head. No clip meets another one in it. */
final class Transformer extends Module {
  private final Embedding embedding;
  private final List<Block> blocks = new ArrayList<>();
  private final Head head;

  /**
   * @param map [B*F, H, W, 4*width]
   * @param features receives what the last linear layer reads, [B, d]
   * @param logits receives the result, [B, C]
   */
  Transformer(Binder binder, Tensor map, Tensor features, Tensor logits) {
    super(binder);
    this.embedding = thenModule(Section.EMBEDDING, new Embedding(binder, map));
    Stream stream = embedding.stream();
    for (int k = 0; k < binder.architecture().depth(); k++) {
      Block block = thenModule(new Block(binder, k, stream));
      blocks.add(block);
      stream = block.y();
    }
    this.head = thenModule(Section.HEAD, new Head(binder, stream, features, logits));
  }

  /**
   * @param dLogits [B, C]
   * @param dMap receives the gradient by the map
   */
  void differentiate(Tensor dLogits, Tensor dMap) {
    // One gradient of the stream, turned in place from output to input by every block.
    Stream d = Stream.allocate(binder(), dLogits.size(0));
    head.differentiate(dLogits, d);
    backModule(Section.HEAD, head);
    for (int k = blocks.size() - 1; k >= 0; k--) {
      blocks.get(k).differentiate(d);
      backModule(blocks.get(k));
    }
    embedding.differentiate(d, dMap);
    backModule(Section.EMBEDDING, embedding);
  }
}
