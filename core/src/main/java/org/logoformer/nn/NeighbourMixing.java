package org.logoformer.nn;

import org.logoformer.tensor.Tensor;

/**
 * Keys or values of which a quarter of each head's channels comes from the group before, a quarter
 * from the group behind and the rest from the group itself (Bulat et al., "Space-time mixing
 * attention for video transformer", NeurIPS 2021, with a window of one frame to either side). What
 * a clip's first or last group misses, it takes from itself.
 */
final class NeighbourMixing extends Part {
  /** Of the channels of a head. */
  private static final int SHARE = 4;

  private final long groups;
  private final long heads;
  private final Tensor y;

  /**
   * @param groups G
   * @param x [B*G, L, d], strided
   */
  NeighbourMixing(Scope scope, long groups, long heads, Tensor x) {
    super(scope);
    this.groups = groups;
    this.heads = heads;
    this.y = scope.allocateLike(x);
    Tensor from = byHead(x);
    Tensor to = byHead(y);
    then(kernels().copy(rest(from), rest(to)));
    then(kernels().copy(first(before(from)), first(before(to))));
    then(kernels().copy(last(behind(from)), last(behind(to))));
    if (groups > 1) {
      then(kernels().copy(allButLast(before(from)), allButFirst(before(to))));
      then(kernels().copy(allButFirst(behind(from)), allButLast(behind(to))));
    }
  }

  /** [B*G, L, d] */
  Tensor y() {
    return y;
  }

  /**
   * @param dy gradient by y
   * @param dx receives the gradient by x; strided
   */
  void differentiate(Tensor dy, Tensor dx) {
    Tensor from = byHead(dy);
    Tensor to = byHead(dx);
    back(kernels().copy(rest(from), rest(to)));
    back(kernels().zero(last(before(to))));
    back(kernels().zero(first(behind(to))));
    if (groups > 1) {
      back(kernels().copy(allButFirst(before(from)), allButLast(before(to))));
      back(kernels().copy(allButLast(behind(from)), allButFirst(behind(to))));
    }
    back(kernels().add(first(before(to)), first(before(from)), first(before(to))));
    back(kernels().add(last(behind(to)), last(behind(from)), last(behind(to))));
  }

  /** [B, G, L, n, d/n] */
  private Tensor byHead(Tensor rld) {
    return rld.split(0, rld.size(0) / groups, groups).split(3, heads, rld.size(2) / heads);
  }

  /** Channels that come from the group before. */
  private static Tensor before(Tensor byHead) {
    return byHead.slice(4, 0, share(byHead));
  }

  /** Channels that come from the group behind. */
  private static Tensor behind(Tensor byHead) {
    return byHead.slice(4, share(byHead), 2 * share(byHead));
  }

  /** Channels that come from the group itself. */
  private static Tensor rest(Tensor byHead) {
    return byHead.slice(4, 2 * share(byHead), byHead.size(4));
  }

  private static long share(Tensor byHead) {
    return byHead.size(4) / SHARE;
  }

  private static Tensor first(Tensor groups) {
    return groups.slice(1, 0, 1);
  }

  private static Tensor last(Tensor groups) {
    return groups.slice(1, groups.size(1) - 1, groups.size(1));
  }

  private static Tensor allButFirst(Tensor groups) {
    return groups.slice(1, 1, groups.size(1));
  }

  private static Tensor allButLast(Tensor groups) {
    return groups.slice(1, 0, groups.size(1) - 1);
  }
}
