package org.logoformer.model;

import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Multi-head scaled dot product attention, softmax(q k^T / sqrt(d/n)) v, on R independent rows of
 * tokens; head j owns channels j*d/n .. (j+1)*d/n - 1.
 *
 * <p>Shape suffixes: r rows, q queries, k keys, d model width, n heads, h = d/n.
 */
final class Attention extends Module {
  private final int heads;
  private final double scale;
  private final Tensor queriesRnqh;
  private final Tensor keysRnkh;
  private final Tensor valuesRnkh;
  private final Tensor weightsRnqk;
  private final Dropout dropout;

  /**
   * @param name of the attention, key of its dropout
   * @param queriesRqd strided
   * @param keysRkd strided
   * @param valuesRkd strided
   * @param yRqd receives the result; strided
   */
  Attention(
      Binder binder,
      String name,
      Tensor queriesRqd,
      Tensor keysRkd,
      Tensor valuesRkd,
      Tensor yRqd) {
    super(binder);
    this.heads = binder.architecture().heads();
    this.scale = 1 / Math.sqrt((double) queriesRqd.size(2) / heads);
    this.queriesRnqh = byHead(queriesRqd);
    this.keysRnkh = byHead(keysRkd);
    this.valuesRnkh = byHead(valuesRkd);
    this.weightsRnqk =
        binder.allocate(queriesRqd.size(0), heads, queriesRqd.size(1), keysRkd.size(1));
    then(kernels().matmul(scale, queriesRnqh, transposed(keysRnkh), weightsRnqk));
    then(kernels().softmax(weightsRnqk, weightsRnqk));
    double rate = binder.architecture().dropout().attention();
    this.dropout =
        thenModule(
            new Dropout(binder, name + ".attention", rate, weightsRnqk, weightsRnqk.shape()));
    then(kernels().matmul(1, dropout.y(), valuesRnkh, byHead(yRqd)));
  }

  /**
   * @param dyRqd gradient by y; strided
   * @param dQueriesRqd receives the gradient by queries; strided, as the other two
   */
  void differentiate(Tensor dyRqd, Tensor dQueriesRqd, Tensor dKeysRkd, Tensor dValuesRkd) {
    Arena.Mark mark = binder().mark();
    Tensor dyRnqh = byHead(dyRqd);
    Tensor dWeightsRnqk = binder().allocateLike(weightsRnqk);
    back(kernels().matmul(1, dyRnqh, transposed(valuesRnkh), dWeightsRnqk));
    back(kernels().matmul(1, transposed(dropout.y()), dyRnqh, byHead(dValuesRkd)));
    dropout.differentiate(dWeightsRnqk);
    backModule(dropout);
    back(kernels().softmaxGradient(weightsRnqk, dWeightsRnqk, dWeightsRnqk));
    back(kernels().matmul(scale, dWeightsRnqk, keysRnkh, byHead(dQueriesRqd)));
    back(kernels().matmul(scale, transposed(dWeightsRnqk), queriesRnqh, byHead(dKeysRkd)));
    binder().release(mark);
  }

  /** [R, L, d] as [R, n, L, d/n]. */
  private Tensor byHead(Tensor tokens) {
    return tokens.split(2, heads, tokens.size(2) / heads).permute(0, 2, 1, 3);
  }

  private static Tensor transposed(Tensor t) {
    return t.permute(0, 1, 3, 2);
  }
}
