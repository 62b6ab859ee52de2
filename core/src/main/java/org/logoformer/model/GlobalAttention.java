package org.logoformer.model;

import org.logoformer.config.WindowSize;
import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Eqs. 3-6: [CLS; X] + out(attention), queries LN_q([CLS; X]), keys and values LN_kv([CLS;
 * Pool(X)]), where Pool reads the raw stream.
 *
 * <p>Shape suffixes: b clips, t = T tokens, q queries, k = keys (CLS and pooled tokens), d width, e
 * = 2d (k, v).
 */
final class GlobalAttention extends Module {
  private final String name;
  private final Architecture architecture;
  private final Stream x;
  private final long dim;
  private final Tensor normedBqd;
  private final Tensor sourcesBkd;
  private final TokenPooling pooling;
  private final LayerNorm normKv;
  private final LayerNorm normQ;
  private final Kernels.Linear kv;
  private final Kernels.Linear q;
  private final Attention attention;
  private final ResidualLinear out;

  /**
   * @param name prefix of the parameters
   * @param skipping probability that a clip skips this branch in training
   * @param asking the tokens of x that are queries: [B, Q, d], strided
   * @param y receives the result for those tokens
   */
  GlobalAttention(Binder binder, String name, double skipping, Stream x, Tensor asking, Tensor y) {
    super(binder);
    this.name = name;
    this.architecture = binder.architecture();
    this.x = x;
    this.dim = architecture.dim();
    long clips = x.clips();
    long keys = architecture.keys();
    Arena.Mark mark = binder.mark();

    this.sourcesBkd = binder.allocate(clips, keys, dim);
    // Poolings want contiguous memory; beside a CLS row neither X nor its pooled form is.
    Tensor clip = x.hasCls() ? binder.allocateLike(x.clip()) : x.clip();
    Tensor pooled = x.hasCls() ? binder.allocateLike(pooledPart(sourcesBkd)) : sourcesBkd;
    if (x.hasCls()) {
      then(kernels().copy(x.clip(), clip));
    }
    this.pooling =
        thenModule(new TokenPooling(binder, name + ".pool", asMap(clip), asPooledMap(pooled)));
    if (x.hasCls()) {
      then(kernels().copy(x.cls(), sourcesBkd.slice(1, 0, 1)));
      then(kernels().copy(pooled, pooledPart(sourcesBkd)));
    }
    Tensor normedBkd = binder.allocateLike(sourcesBkd);
    this.normKv = thenModule(new LayerNorm(binder, name + ".norm_kv", sourcesBkd, normedBkd));
    Tensor kvBke = binder.allocate(clips, keys, 2 * dim);
    this.kv = then(kernels().linear(normedBkd, parameter(name + ".kv.weight"), null, null, kvBke));

    this.normedBqd = binder.allocateLike(asking);
    this.normQ = thenModule(new LayerNorm(binder, name + ".norm_q", asking, normedBqd));
    Tensor qBqd = binder.allocateLike(asking);
    this.q = then(kernels().linear(normedBqd, parameter(name + ".q.weight"), null, null, qBqd));

    Tensor mixedBqd = binder.allocateLike(asking);
    this.attention =
        thenModule(new Attention(binder, name, qBqd, part(kvBke, 0), part(kvBke, 1), mixedBqd));
    this.out =
        thenModule(
            new ResidualLinear(
                binder,
                name + ".out",
                architecture.dropout().projection(),
                skipping,
                mixedBqd,
                asking,
                y));
    binder.releaseActivations(mark);
  }

  /**
   * @param d gradient by x without this part: that by y, and 0 for what is no query; turned into
   *     the gradient by x
   * @param dAsking the tokens of d that are queries
   */
  void differentiate(Stream d, Tensor dAsking) {
    Arena.Mark mark = binder().mark();
    Tensor dMixedBqd = binder().allocateLike(normedBqd);
    Tensor dQBqd = binder().allocateLike(normedBqd);
    Tensor dKvBke = binder().allocate(d.clips(), architecture.keys(), 2 * dim);
    out.differentiate(dAsking, dMixedBqd);
    backModule(out);
    attention.differentiate(dMixedBqd, dQBqd, part(dKvBke, 0), part(dKvBke, 1));
    backModule(attention);

    back(q.weightGradient(dQBqd, gradient(name + ".q.weight"), null));
    back(q.inputGradient(dQBqd, dMixedBqd));
    normQ.differentiate(dMixedBqd, dMixedBqd);
    backModule(normQ);
    back(kernels().add(dAsking, dMixedBqd, dAsking));

    Tensor dSourcesBkd = binder().allocateLike(sourcesBkd);
    back(kv.weightGradient(dKvBke, gradient(name + ".kv.weight"), null));
    back(kv.inputGradient(dKvBke, dSourcesBkd));
    normKv.differentiate(dSourcesBkd, dSourcesBkd);
    backModule(normKv);
    differentiatePooling(d, dSourcesBkd);
    binder().release(mark);
  }

  private void differentiatePooling(Stream d, Tensor dSourcesBkd) {
    Tensor dPooled = dSourcesBkd;
    if (x.hasCls()) {
      back(kernels().add(d.cls(), dSourcesBkd.slice(1, 0, 1), d.cls()));
      dPooled = binder().allocateLike(pooledPart(dSourcesBkd));
      back(kernels().copy(pooledPart(dSourcesBkd), dPooled));
    }
    Tensor dClip = binder().allocateLike(x.clip());
    pooling.differentiate(asPooledMap(dPooled), asMap(dClip));
    backModule(pooling);
    back(kernels().add(d.clip(), dClip, d.clip()));
  }

  private Tensor part(Tensor kvBke, int i) {
    return kvBke.slice(2, i * dim, (i + 1) * dim);
  }

  private Tensor pooledPart(Tensor bkd) {
    return bkd.slice(1, architecture.clsTokens(), architecture.keys());
  }

  private Tensor asMap(Tensor btd) {
    return inExtent(btd, architecture.map());
  }

  private Tensor asPooledMap(Tensor bkd) {
    return inExtent(bkd, architecture.pooledMap());
  }

  private Tensor inExtent(Tensor tokens, WindowSize e) {
    return tokens.reshape(tokens.size(0), e.frames(), e.rows(), e.columns(), dim);
  }
}
