package org.logoformer.model;

import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * {@link Attention} for some rows and some heads: softmax(scale q k^T) v.
 *
 * <p>Shape suffixes: r rows, q queries, k keys, n heads, h = d/n.
 */
final class AttentionGroup extends Module {
  private final double scale;
  private final Tensor queriesRnqh;
  private final Tensor keysRnkh;
  private final Tensor valuesRnkh;
  private final Tensor weightsRnqk;
  private final Dropout dropout;

  /**
   * @param name key of the dropout of all groups
   * @param first pairs of row and head of the whole mini-batch in front of this group's
   * @param yRnqh receives the result
   */
  AttentionGroup(
      Binder binder,
      String name,
      long first,
      double scale,
      Tensor queriesRnqh,
      Tensor keysRnkh,
      Tensor valuesRnkh,
      Tensor yRnqh) {
    super(binder);
    this.scale = scale;
    this.queriesRnqh = queriesRnqh;
    this.keysRnkh = keysRnkh;
    this.valuesRnkh = valuesRnkh;
    Arena.Mark mark = binder.mark();
    this.weightsRnqk =
        binder.allocate(
            queriesRnqh.size(0), queriesRnqh.size(1), queriesRnqh.size(2), keysRnkh.size(2));
    then(kernels().matmul(scale, queriesRnqh, transposed(keysRnkh), weightsRnqk));
    then(kernels().softmax(weightsRnqk, weightsRnqk));
    double rate = binder.architecture().dropout().attention();
    long perPair = weightsRnqk.size(2) * weightsRnqk.size(3);
    this.dropout =
        thenModule(
            new Dropout(binder, name, rate, first * perPair, weightsRnqk, weightsRnqk.shape()));
    then(kernels().matmul(1, dropout.y(), valuesRnkh, yRnqh));
    binder.releaseActivations(mark);
  }

  /**
   * @param dyRnqh gradient by y
   * @param dotsRnq dot products of y and dy, [R, n, Q, 1]
   */
  void differentiate(
      Tensor dyRnqh, Tensor dotsRnq, Tensor dQueriesRnqh, Tensor dKeysRnkh, Tensor dValuesRnkh) {
    Arena.Mark mark = binder().mark();
    Tensor dWeightsRnqk = binder().allocateLike(weightsRnqk);
    back(kernels().matmul(1, dyRnqh, transposed(valuesRnkh), dWeightsRnqk));
    back(kernels().matmul(1, transposed(dropout.y()), dyRnqh, dValuesRnkh));
    dropout.differentiate(dWeightsRnqk);
    backModule(dropout);
    back(kernels().softmaxGradient(weightsRnqk, dotsRnq, dWeightsRnqk, dWeightsRnqk));
    back(kernels().matmul(scale, dWeightsRnqk, keysRnkh, dQueriesRnqh));
    back(kernels().matmul(scale, transposed(dWeightsRnqk), queriesRnqh, dKeysRnkh));
    binder().release(mark);
  }

  private static Tensor transposed(Tensor t) {
    return t.permute(0, 1, 3, 2);
  }
}
