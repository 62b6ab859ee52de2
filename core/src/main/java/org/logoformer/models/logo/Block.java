package org.logoformer.models.logo;

import org.logoformer.nn.Mlp;
import org.logoformer.nn.Part;
import org.logoformer.nn.Purpose;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** Local attention, global attention, MLP. */
final class Block extends Part {
  static final String LOCAL = "local attention";
  static final String GLOBAL = "global attention";
  private static final String MLP = "MLP";

  private final LocalAttention local;
  private final GlobalAttention global;
  private final Mlp mlp;
  private final Architecture architecture;
  private final Stream y;
  private final boolean last;

  /**
   * @param k place among the blocks, from 0
   */
  Block(Scope scope, Architecture a, int k, Stream x) {
    super(scope);
    this.architecture = a;
    double skipping = a.skipping(k);
    this.last = k == a.depth() - 1;
    this.y = next(x);
    Arena.Mark mark = scope.mark();
    Stream afterLocal = next(x);
    Stream afterGlobal = next(x);
    this.local = thenPart(LOCAL, new LocalAttention(scope.in("local"), a, skipping, x, afterLocal));
    this.global =
        thenPart(
            GLOBAL,
            new GlobalAttention(
                scope.in("global"),
                a,
                skipping,
                afterLocal,
                wanted(afterLocal),
                wanted(afterGlobal)));
    this.mlp =
        thenPart(
            MLP,
            new Mlp(
                scope.in("mlp"),
                a.hidden(),
                a.dropout().mlp(),
                skipping,
                wanted(afterGlobal),
                wanted(y)));
    scope.releaseActivations(mark);
  }

  /** In training each part keeps its input for its gradient, so each writes a stream of its own. */
  private Stream next(Stream x) {
    return scope().training() ? Stream.allocate(scope(), architecture, x.clips()) : x;
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
    return last && scope().purpose() != Purpose.COUNTING ? tokens.read() : tokens.all();
  }

  /**
   * @param d gradient by y, turned into the gradient by x
   */
  void differentiate(Stream d) {
    mlp.differentiate(wanted(d));
    backPart(MLP, mlp);
    global.differentiate(d, wanted(d));
    backPart(GLOBAL, global);
    local.differentiate(d);
    backPart(LOCAL, local);
  }
}
