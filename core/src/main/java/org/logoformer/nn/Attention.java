package org.logoformer.nn;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Multi-head scaled dot product attention, softmax(q k^T / sqrt(d/n)) v, on R independent rows of
 * tokens; head j owns channels j*d/n .. (j+1)*d/n - 1. Rows and heads are done a group at a time,
 * whose weights stay in cache from one operation to the next.
 *
 * <p>Shape suffixes: r rows, q queries, k keys, d model width, n heads, h = d/n.
 */
public final class Attention extends Part {
  /** Of the weights of a group; a backward pass has their gradients beside them. */
  private static final long GROUP_BYTES = 8L << 20;

  private final int heads;
  private final Tensor yRnqh;
  private final List<Range> ranges;
  private final List<AttentionGroup> groups = new ArrayList<>();

  /** Rows and heads of a group: pairs of them that follow one another. */
  private record Range(long firstRow, long endRow, long firstHead, long endHead) {
    Tensor of(Tensor rnlh) {
      return rnlh.slice(0, firstRow, endRow).slice(1, firstHead, endHead);
    }

    /** Pairs of row and head in front of it. */
    long pairsBefore(long heads) {
      return firstRow * heads + firstHead;
    }
  }

  /**
   * @param rate of dropout of the weights
   * @param queriesRqd strided
   * @param keysRkd strided
   * @param valuesRkd strided
   * @param yRqd receives the result; strided
   */
  public Attention(
      Scope scope,
      int heads,
      double rate,
      Tensor queriesRqd,
      Tensor keysRkd,
      Tensor valuesRkd,
      Tensor yRqd) {
    super(scope);
    this.heads = heads;
    double scale = 1 / Math.sqrt((double) queriesRqd.size(2) / heads);
    long weights = queriesRqd.size(1) * keysRkd.size(1) * queriesRqd.type().width();
    this.ranges = ranges(queriesRqd.size(0), heads, GROUP_BYTES / weights);
    Arena.Mark mark = scope.mark();
    // Products of contiguous heads are a quarter faster than those of heads inside wider rows.
    Tensor queriesRnqh = gathered(queriesRqd);
    Tensor keysRnkh = gathered(keysRkd);
    Tensor valuesRnkh = gathered(valuesRkd);
    this.yRnqh = scope.allocateLike(queriesRnqh);
    long before = scope.laneNumber() * queriesRqd.size(0) * heads;
    for (Range range : ranges) {
      groups.add(
          thenPart(
              new AttentionGroup(
                  scope,
                  "attention",
                  rate,
                  before + range.pairsBefore(heads),
                  scale,
                  range.of(queriesRnqh),
                  range.of(keysRnkh),
                  range.of(valuesRnkh),
                  range.of(yRnqh))));
    }
    then(kernels().copy(yRnqh, byHead(yRqd)));
    scope.releaseActivations(mark);
  }

  private Tensor gathered(Tensor tokens) {
    Tensor byHead = byHead(tokens);
    Tensor gathered = scope().allocateLike(byHead);
    then(kernels().copy(byHead, gathered));
    return gathered;
  }

  /**
   * Appends the backward pass.
   *
   * @param dyRqd gradient by y; strided
   * @param dQueriesRqd receives the gradient by queries; strided, as the other two
   */
  public void differentiate(Tensor dyRqd, Tensor dQueriesRqd, Tensor dKeysRkd, Tensor dValuesRkd) {
    Arena.Mark mark = scope().mark();
    Tensor dyRnqh = scope().allocateLike(yRnqh);
    Tensor dQueriesRnqh = scope().allocateLike(yRnqh);
    Tensor dKeysRnkh = scope().allocateLike(byHead(dKeysRkd));
    Tensor dValuesRnkh = scope().allocateLike(dKeysRnkh);
    back(kernels().copy(byHead(dyRqd), dyRnqh));
    Tensor dotsRnq = dots(dyRnqh, dQueriesRnqh);
    for (int i = 0; i < groups.size(); i++) {
      Range range = ranges.get(i);
      backPart(groups.get(i))
          .differentiate(
              range.of(dyRnqh),
              range.of(dotsRnq),
              range.of(dQueriesRnqh),
              range.of(dKeysRnkh),
              range.of(dValuesRnkh));
    }
    back(kernels().copy(dQueriesRnqh, byHead(dQueriesRqd)));
    back(kernels().copy(dKeysRnkh, byHead(dKeysRkd)));
    back(kernels().copy(dValuesRnkh, byHead(dValuesRkd)));
    scope().release(mark);
  }

  /**
   * For each query, the sum of weight times gradient by the weight over all keys: since y is the
   * weighted sum of the values, that is the dot product of y and dy.
   *
   * @return [R, n, Q, 1]
   */
  private Tensor dots(Tensor dyRnqh, Tensor temporary) {
    back(kernels().multiply(yRnqh, dyRnqh, temporary));
    Tensor dots = scope().allocate(yRnqh.size(0), heads, yRnqh.size(2), 1);
    back(kernels().sum(temporary, dots));
    return dots;
  }

  /**
   * Groups of whole rows or, where a row is too large, of some of its heads; as equal as possible.
   *
   * @param limit pairs of row and head in a group; one at least
   */
  private static List<Range> ranges(long rows, long heads, long limit) {
    List<Range> ranges = new ArrayList<>();
    if (limit >= heads) {
      long count = ceilDiv(rows, limit / heads);
      for (long i = 0; i < count; i++) {
        ranges.add(new Range(rows * i / count, rows * (i + 1) / count, 0, heads));
      }
      return ranges;
    }
    long parts = ceilDiv(heads, Math.max(1, limit));
    for (long row = 0; row < rows; row++) {
      for (long i = 0; i < parts; i++) {
        ranges.add(new Range(row, row + 1, heads * i / parts, heads * (i + 1) / parts));
      }
    }
    return ranges;
  }

  private static long ceilDiv(long a, long b) {
    return (a + b - 1) / b;
  }

  /** [R, L, d] as [R, n, L, d/n]. */
  private Tensor byHead(Tensor tokens) {
    return tokens.split(2, heads, tokens.size(2) / heads).permute(0, 2, 1, 3);
  }
}
