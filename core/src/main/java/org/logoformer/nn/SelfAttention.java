package org.logoformer.nn;

import java.util.function.Consumer;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * x + out(MSA(LN(x))), where tokens of a clip attend to those of their own group.
 *
 * <p>Shape suffixes: b clips, t tokens of a clip, r = B*G groups, l = T/G tokens of a group, d
 * width, e = 3d (q, k, v).
 */
public final class SelfAttention extends Part {
  private final Order order;
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

  /** In which order the tokens of a clip fall into groups. */
  public interface Order {
    /** A view of clips [B, T, d] that lists their tokens group by group. */
    Tensor cut(Tensor clips);

    /** A view of groups [R, L, d] in the shape of {@link #cut}. */
    Tensor uncut(Tensor groups);
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

  /** As below, for groups that lie one behind the other in a clip. */
  public SelfAttention(
      Scope scope, TransformerStyle style, Settings settings, long groups, Tensor x, Tensor y) {
    this(scope, style, settings, groups, null, x, y);
  }

  /**
   * @param groups G, of equal size
   * @param order of tokens; null if the groups lie one behind the other in a clip
   * @param x [B, T, d], strided
   * @param y as x, receives the result; may be x in inference
   */
  public SelfAttention(
      Scope scope,
      TransformerStyle style,
      Settings settings,
      long groups,
      Order order,
      Tensor x,
      Tensor y) {
    super(scope);
    this.order = order;
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
                ofQkv,
                Linear.withoutBias(ofQkv, 3 * dim, dim),
                toGroups(normedBtd, this::then),
                null,
                qkvRle));
    this.keys = mixing(settings, groups, part(qkvRle, 1));
    this.values = mixing(settings, groups, part(qkvRle, 2));
    Tensor mixedRld = scope.allocate(rows, length, dim);
    this.attention =
        thenPart(
            new Attention(
                scope,
                settings.heads(),
                settings.weights(),
                part(qkvRle, 0),
                keys == null ? part(qkvRle, 1) : keys.y(),
                values == null ? part(qkvRle, 2) : values.y(),
                mixedRld));
    this.out =
        thenPart(
            new ResidualLinear(
                scope.in(style.out()),
                settings.outputs(),
                settings.skipping(),
                toClips(mixedRld),
                x,
                y));
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
    backPart(out).differentiate(d, dMixedBtd);
    Tensor dMixedRld = toGroups(dMixedBtd, this::back);
    Tensor dQkvRle = scope().allocate(rows, length, 3 * dim);
    Tensor dKeys = keys == null ? part(dQkvRle, 1) : scope().allocate(rows, length, dim);
    Tensor dValues = values == null ? part(dQkvRle, 2) : scope().allocate(rows, length, dim);
    backPart(attention).differentiate(dMixedRld, part(dQkvRle, 0), dKeys, dValues);
    if (keys != null) {
      backPart(keys).differentiate(dKeys, part(dQkvRle, 1));
      backPart(values).differentiate(dValues, part(dQkvRle, 2));
    }
    backPart(qkv).differentiate(dQkvRle, dMixedRld);
    if (order != null) {
      back(kernels().copy(order.uncut(dMixedRld), order.cut(dMixedBtd)));
    }
    backPart(norm).differentiate(dMixedBtd, dMixedBtd);
    back(kernels().add(d, dMixedBtd, d));
    scope().release(mark);
  }

  private Tensor part(Tensor qkvRle, int i) {
    return qkvRle.slice(2, i * dim, (i + 1) * dim);
  }

  /**
   * [B, T, d] as [R, L, d].
   *
   * @param pass takes the operation that copies, if there must be a copy
   */
  private Tensor toGroups(Tensor btd, Consumer<Op> pass) {
    if (order == null) {
      return btd.reshape(rows, length, dim);
    }
    Tensor rld = scope().allocate(rows, length, dim);
    pass.accept(kernels().copy(order.cut(btd), order.uncut(rld)));
    return rld;
  }

  private Tensor toClips(Tensor rld) {
    if (order == null) {
      return rld.reshape(normedBtd.shape());
    }
    Tensor btd = scope().allocateLike(normedBtd);
    then(kernels().copy(order.uncut(rld), order.cut(btd)));
    return btd;
  }
}
