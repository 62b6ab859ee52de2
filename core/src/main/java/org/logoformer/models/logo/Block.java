package org.logoformer.models.logo;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.models.logo.TokenMixing.Place;
import org.logoformer.nn.Mlp;
import org.logoformer.nn.Part;
import org.logoformer.nn.Purpose;
import org.logoformer.nn.Scope;
import org.logoformer.nn.TransformerStyle;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** Branches in which tokens learn of each other, such as local and global attention, then MLP. */
final class Block extends Part {
  private static final String MLP = "MLP";

  private final List<Scheme> schemes;
  private final List<TokenMixing> branches = new ArrayList<>();
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
    this.schemes = a.schemes();
    double skipping = a.skipping(k);
    this.last = k == a.depth() - 1;
    this.y = next(x);
    Arena.Mark mark = scope.mark();
    List<Stream> streams = new ArrayList<>(List.of(x));
    schemes.forEach(scheme -> streams.add(next(x)));
    for (int i = 0; i < schemes.size(); i++) {
      Scheme scheme = schemes.get(i);
      Stream from = streams.get(i);
      Stream to = streams.get(i + 1);
      Place place = new Place(a, skipping, from, wanted(i, from), to, wanted(i, to));
      branches.add(thenPart(scheme.section(), scheme.build(scope.in(a.label(i)), place)));
    }
    Stream mixed = streams.get(schemes.size());
    this.mlp =
        thenPart(
            MLP,
            new Mlp(
                scope.in("mlp"),
                TransformerStyle.PLAIN,
                a.hidden(),
                a.own().dropout().mlp(),
                skipping,
                read(mixed),
                read(y)));
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

  /** What branch i has to compute: the branches behind it read all tokens. */
  private Tensor wanted(int i, Stream tokens) {
    return i == schemes.size() - 1 ? read(tokens) : tokens.all();
  }

  /**
   * What has to be computed behind the branches: a token is read by others as a key only, and
   * behind the last block the head reads no others.
   */
  private Tensor read(Stream tokens) {
    return last && scope().purpose() != Purpose.COUNTING ? tokens.read() : tokens.all();
  }

  /**
   * @param d gradient by y, turned into the gradient by x
   */
  void differentiate(Stream d) {
    backPart(MLP, mlp).differentiate(read(d));
    for (int i = schemes.size() - 1; i >= 0; i--) {
      backPart(schemes.get(i).section(), branches.get(i)).differentiate(d, wanted(i, d));
    }
  }
}
