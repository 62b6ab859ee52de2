package org.logoformer.nn;

import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * x + out(MSA(LN(x))), where tokens of a clip attend to those of their own group.
 *
 * <p>Shape suffixes: b clips, t tokens of a clip, r = B*G groups, l = T/G tokens of a group, d
 * width, e = 3d (q, k, v).
 */
public final class SelfAttention extends Part {
  private final long dim;
  private final long rows;
  private final long length;
  private final Tensor normedBtd;
  private final LayerNorm norm;
  private final Linear qkv;
  private final NeighbourMixing keys;
  private final NeighbourMixing values;
  private final Attention attention;
  private final ResidualLinear out;

  /** Where keys and values come from. */
  public enum Sources {
    /** The group alone. */
    OWN,
    /** Some of their channels from the groups before and behind, see {@link NeighbourMixing}. */
    NEIGHBOURS
  }

  /**
   * How tokens attend.
   *
   * @param weights rate of dropout of the weights
   * @param outputs rate of dropout behind the last layer
   * @param skipping probability that a clip skips this branch in training
   */
  public record Settings(
      int heads, double weights, double outputs, double skipping, Sources sources) {
    /** Nothing is dropped, nothing comes from other groups. */
    public static Settings plain(int heads) {
      return new Settings(heads, 0, 0, 0, Sources.OWN);
    }
  }

  /**
   * @param groups G, of equal size, one behind the other
   * @param x [B, T, d]
   * @param y as x, receives the result; may be x in inference
   */
  public SelfAttention(
      Scope scope, TransformerStyle style, Settings settings, long groups, Tensor x, Tensor y) {
    super(scope);
    this.dim = x.size(2);
    this.rows = x.size(0) * groups;
    this.length = x.size(1) / groups;
    Arena.Mark mark = scope.mark();
    this.normedBtd = scope.allocateLike(x);
    this.norm = thenPart(new LayerNorm(scope.in("norm"), style.eps(), x, normedBtd));
    Tensor qkvRle = scope.allocate(rows, length, 3 * dim);
    Scope ofQkv = scope.in(style.qkv());
    this.qkv =
        thenPart(
            new Linear(
                ofQkv, Linear.withoutBias(ofQkv, 3 * dim, dim), inGroups(normedBtd), null, qkvRle));
    this.keys = mixing(settings, groups, part(qkvRle, 1));
    this.values = mixing(settings, groups, part(qkvRle, 2));
    Tensor mixedBtd = scope.allocateLike(x);
    this.attention =
        thenPart(
            new Attention(
                scope,
                settings.heads(),
                settings.weights(),
                part(qkvRle, 0),
                keys == null ? part(qkvRle, 1) : keys.y(),
                values == null ? part(qkvRle, 2) : values.y(),
                inGroups(mixedBtd)));
    this.out =
        thenPart(
            new ResidualLinear(
                scope.in(style.out()), settings.outputs(), settings.skipping(), mixedBtd, x, y));
    scope.releaseActivations(mark);
  }

  private NeighbourMixing mixing(Settings settings, long groups, Tensor x) {
    return settings.sources() == Sources.OWN
        ? null
        : thenPart(new NeighbourMixing(scope(), groups, settings.heads(), x));
  }

  /**
   * Appends the backward pass.
   *
   * @param d gradient by y, turned into the gradient by x
   */
  public void differentiate(Tensor d) {
    Arena.Mark mark = scope().mark();
    Tensor dMixedBtd = scope().allocateLike(normedBtd);
    out.differentiate(d, dMixedBtd);
    backPart(out);
    Tensor dQkvRle = scope().allocate(rows, length, 3 * dim);
    Tensor dKeys = keys == null ? part(dQkvRle, 1) : scope().allocate(rows, length, dim);
    Tensor dValues = values == null ? part(dQkvRle, 2) : scope().allocate(rows, length, dim);
    attention.differentiate(inGroups(dMixedBtd), part(dQkvRle, 0), dKeys, dValues);
    backPart(attention);
    if (keys != null) {
      keys.differentiate(dKeys, part(dQkvRle, 1));
      backPart(keys);
      values.differentiate(dValues, part(dQkvRle, 2));
      backPart(values);
    }
    qkv.differentiate(dQkvRle, inGroups(dMixedBtd));
    backPart(qkv);
    norm.differentiate(dMixedBtd, dMixedBtd);
    backPart(norm);
    back(kernels().add(d, dMixedBtd, d));
    scope().release(mark);
  }

  private Tensor part(Tensor qkvRle, int i) {
    return qkvRle.slice(2, i * dim, (i + 1) * dim);
  }

  private Tensor inGroups(Tensor btd) {
    return btd.reshape(rows, length, dim);
  }
}
