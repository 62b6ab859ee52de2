package org.logoformer.kernels.onednn;

import java.util.List;
import org.logoformer.kernels.Op;

/** Operations one after another. */
final class Sequence implements Op {
  private final Op[] ops;

  Sequence(List<Op> ops) {
    this.ops = ops.toArray(Op[]::new);
  }

  static Op of(List<Op> ops) {
    return ops.size() == 1 ? ops.get(0) : new Sequence(ops);
  }

  @Override
  public void run() {
    for (Op op : ops) {
      op.run();
    }
  }
}
