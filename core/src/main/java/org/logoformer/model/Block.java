package org.logoformer.model;

import org.logoformer.profile.Section;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** Local attention, global attention, MLP. */
final class Block extends Module {
  private final LocalAttention local;
  private final GlobalAttention global;
  private final Mlp mlp;
  private final Stream y;
  private final boolean last;

  /**
   * @param k place among the blocks, from 0
   */
  Block(Binder binder, int k, Stream x) {
    super(binder);
    String name = "blocks." + k;
    double skipping = binder.architecture().skipping(k);
    this.last = k == binder.architecture().depth() - 1;
    this.y = next(x);
    Arena.Mark mark = binder.mark();
    Stream afterLocal = next(x);
    Stream afterGlobal = next(x);
    this.local =
        thenModule(
            Section.LOCAL_ATTENTION,
            new LocalAttention(binder, name + ".local", skipping, x, afterLocal));
    this.global =
        thenModule(
            Section.GLOBAL_ATTENTION,
            new GlobalAttention(
                binder,
                name + ".global",
                skipping,
                afterLocal,
                wanted(afterLocal),
                wanted(afterGlobal)));
    this.mlp =
        thenModule(
            Section.MLP, new Mlp(binder, name + ".mlp", skipping, wanted(afterGlobal), wanted(y)));
    binder.releaseActivations(mark);
  }

  /** In training each part keeps its input for its gradient, so each writes a stream of its own. */
  private Stream next(Stream x) {
    return binder().training() ? Stream.allocate(binder(), x.clips()) : x;
  }

  /** The result; of the last block only what the head reads is computed. */
  Stream y() {
    return y;
  }

  /**
   * What has to be computed behind local attention: a token is read by others as a key only, and
   * behind the last block the head reads no others.
   */
  private Tensor wanted(Stream tokens) {
    return last ? tokens.read() : tokens.all();
  }

  /**
   * @param d gradient by y, turned into the gradient by x
   */
  void differentiate(Stream d) {
    mlp.differentiate(wanted(d));
    backModule(Section.MLP, mlp);
    global.differentiate(d, wanted(d));
    backModule(Section.GLOBAL_ATTENTION, global);
    local.differentiate(d);
    backModule(Section.LOCAL_ATTENTION, local);
  }
}
