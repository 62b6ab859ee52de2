package org.logoformer.models.logo;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.nn.Layer;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Tensor;

/** What follows the backbone: embedding, blocks, head. No clip meets another one in it. */
final class Transformer extends Layer {
  private static final String EMBEDDING = "projection, embedding";
  private static final String HEAD = "head";

  private final Architecture architecture;
  private final Embedding embedding;
  private final List<Block> blocks = new ArrayList<>();
  private final Head head;

  /**
   * @param map [B*F, H, W, 4*width]
   * @param features receives the result, [B, d]
   */
  Transformer(Scope scope, Architecture a, Tensor map, Tensor features) {
    super(scope);
    this.architecture = a;
    this.embedding = thenPart(EMBEDDING, new Embedding(scope, a, map));
    Stream stream = embedding.stream();
    for (int k = 0; k < a.depth(); k++) {
      Block block = thenPart(new Block(scope.in("blocks." + k), a, k, stream));
      blocks.add(block);
      stream = block.y();
    }
    this.head = thenPart(HEAD, new Head(scope, stream, features));
  }

  /**
   * @param dy gradient by the features
   * @param dx receives the gradient by the map
   */
  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    // One gradient of the stream, turned in place from output to input by every block.
    Stream d = Stream.allocate(scope(), architecture, dy.size(0));
    backPart(HEAD, head).differentiate(dy, d);
    for (int k = blocks.size() - 1; k >= 0; k--) {
      backPart(blocks.get(k)).differentiate(d);
    }
    backPart(EMBEDDING, embedding).differentiate(d, dx);
  }
}
