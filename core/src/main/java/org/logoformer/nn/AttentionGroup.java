package org.logoformer.nn;

import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * {@link Attention} for some rows and some heads: softmax(scale q k^T) v.
 *
 * <p>Shape suffixes: r rows, q queries, k keys, n heads, h = d/n.
 */
final class AttentionGroup extends Part {
  private final double scale;
  private final Tensor queriesRnqh;
  private final Tensor keysRnkh;
  private final Tensor valuesRnkh;
  private final Tensor weightsRnqk;
  private final Dropout dropout;

  /**
   * @param name of the dropout of all groups
   * @param rate of that dropout
   * @param first pairs of row and head of the whole mini-batch in front of this group's
   * @param yRnqh receives the result
   */
  AttentionGroup(
      Scope scope,
      String name,
      double rate,
      long first,
      double scale,
      Tensor queriesRnqh,
      Tensor keysRnkh,
      Tensor valuesRnkh,
      Tensor yRnqh) {
    super(scope);
    this.scale = scale;
    this.queriesRnqh = queriesRnqh;
    this.keysRnkh = keysRnkh;
    this.valuesRnkh = valuesRnkh;
    Arena.Mark mark = scope.mark();
    this.weightsRnqk =
        scope.allocate(
            queriesRnqh.size(0), queriesRnqh.size(1), queriesRnqh.size(2), keysRnkh.size(2));
    then(kernels().matmul(scale, queriesRnqh, transposed(keysRnkh), weightsRnqk));
    then(kernels().softmax(weightsRnqk, weightsRnqk));
    scope
        .watcher()
        .ifPresent(watcher -> then(() -> watcher.attended(scope.fullName(""), weightsRnqk)));
    long perPair = weightsRnqk.size(2) * weightsRnqk.size(3);
    this.dropout =
        thenPart(new Dropout(scope, name, rate, first * perPair, weightsRnqk, weightsRnqk.shape()));
    then(kernels().matmul(1, dropout.y(), valuesRnkh, yRnqh));
    scope.releaseActivations(mark);
  }

  /**
   * @param dyRnqh gradient by y
   * @param dotsRnq dot products of y and dy, [R, n, Q, 1]
   */
  void differentiate(
      Tensor dyRnqh, Tensor dotsRnq, Tensor dQueriesRnqh, Tensor dKeysRnkh, Tensor dValuesRnkh) {
    Arena.Mark mark = scope().mark();
    Tensor dWeightsRnqk = scope().allocateLike(weightsRnqk);
    back(kernels().matmul(1, dyRnqh, transposed(valuesRnkh), dWeightsRnqk));
    back(kernels().matmul(1, transposed(dropout.y()), dyRnqh, dValuesRnkh));
    backPart(dropout).differentiate(dWeightsRnqk);
    back(kernels().softmaxGradient(weightsRnqk, dotsRnq, dWeightsRnqk, dWeightsRnqk));
    back(kernels().matmul(scale, dWeightsRnqk, keysRnkh, dQueriesRnqh));
    back(kernels().matmul(scale, transposed(dWeightsRnqk), queriesRnqh, dKeysRnkh));
    scope().release(mark);
  }

  private static Tensor transposed(Tensor t) {
    return t.permute(0, 1, 3, 2);
  }
}
