package org.logoformer.model;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.profile.Section;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** ResNet18 through layer3 on single frames, for training. */
final class Backbone extends Module {
  /** Of each layer. */
  static final int BLOCKS = 2;

  private final Stem stem;
  private final List<ResidualBlock> blocks = new ArrayList<>();

  /**
   * @param x frames [B*F, h, w, 3]
   */
  Backbone(Binder binder, Tensor x) {
    super(binder);
    this.stem = thenModule(Section.STEM, new Stem(binder, x));
    for (int layer = 1; layer <= 3; layer++) {
      for (int block = 0; block < BLOCKS; block++) {
        String name = "backbone.layer" + layer + "." + block;
        ResidualBlock made = new ResidualBlock(binder, name, y(), stride(layer, block));
        blocks.add(thenModule(Section.layer(layer), made));
      }
    }
  }

  /** The first blocks of layers 2 and 3 halve the map. */
  static int stride(int layer, int block) {
    return layer > 1 && block == 0 ? 2 : 1;
  }

  /** [B*F, H, W, 4*width]. */
  Tensor y() {
    return blocks.isEmpty() ? stem.y() : blocks.get(blocks.size() - 1).y();
  }

  /**
   * @param dy gradient by y; overwritten
   */
  void differentiate(Tensor dy) {
    Arena.Mark mark = binder().mark();
    Tensor d = dy;
    for (int i = blocks.size() - 1; i >= 0; i--) {
      ResidualBlock block = blocks.get(i);
      Tensor x = i == 0 ? stem.y() : blocks.get(i - 1).y();
      boolean keepsShape = x.length() == block.y().length();
      Tensor dx = keepsShape ? d : binder().allocateLike(x);
      block.differentiate(d, dx);
      backModule(Section.layer(1 + i / BLOCKS), block);
      d = dx;
    }
    stem.differentiate(d);
    backModule(Section.STEM, stem);
    binder().release(mark);
  }
}
