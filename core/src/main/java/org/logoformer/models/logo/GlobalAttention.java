package org.logoformer.models.logo;

import org.logoformer.config.WindowSize;
import org.logoformer.nn.Attention;
import org.logoformer.nn.LayerNorm;
import org.logoformer.nn.Linear;
import org.logoformer.nn.ResidualLinear;
import org.logoformer.nn.Scope;
import org.logoformer.nn.TransformerStyle;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Eqs. 3-6: [CLS; X] + out(attention), queries LN_q([CLS; X]), keys and values LN_kv([CLS;
 * Pool(X)]), where Pool reads the raw stream.
 *
 * <p>Shape suffixes: b clips, t = T tokens, q queries, k = keys (CLS and pooled tokens), d width, e
 * = 2d (k, v).
 */
final class GlobalAttention extends TokenMixing {
  private final Architecture architecture;
  private final Stream x;
  private final long dim;
  private final Tensor normedBqd;
  private final Tensor sourcesBkd;
  private final TokenPooling pooling;
  private final LayerNorm normKv;
  private final LayerNorm normQ;
  private final Linear kv;
  private final Linear q;
  private final Attention attention;
  private final ResidualLinear out;

  GlobalAttention(Scope scope, String section, Place place) {
    super(scope);
    Architecture a = place.architecture();
    Tensor asking = place.asking();
    this.architecture = a;
    this.x = place.x();
    this.dim = a.dim();
    long clips = x.clips();
    long keys = a.keys();
    double eps = TransformerStyle.PLAIN.eps();
    // Declared in the order of the published state dict.
    TokenPooling.Weights ofPooling = TokenPooling.weights(scope.in("pool"), a);
    LayerNorm.Weights ofNormQ = LayerNorm.weights(scope.in("norm_q"), dim);
    LayerNorm.Weights ofNormKv = LayerNorm.weights(scope.in("norm_kv"), dim);
    Linear.Weights ofQ = Linear.withoutBias(scope.in("q"), dim, dim);
    Linear.Weights ofKv = Linear.withoutBias(scope.in("kv"), 2 * dim, dim);
    scope.describe(
        section, "%d queries, %d keys, %d heads".formatted(asking.size(1), keys, a.heads()));
    Arena.Mark mark = scope.mark();

    this.sourcesBkd = scope.allocate(clips, keys, dim);
    // Poolings want contiguous memory; beside a CLS row neither X nor its pooled form is.
    Tensor clip = x.hasCls() ? scope.allocateLike(x.clip()) : x.clip();
    Tensor pooled = x.hasCls() ? scope.allocateLike(pooledPart(sourcesBkd)) : sourcesBkd;
    if (x.hasCls()) {
      then(kernels().copy(x.clip(), clip));
    }
    this.pooling =
        thenPart(
            new TokenPooling(scope.in("pool"), a, ofPooling, asMap(clip), asPooledMap(pooled)));
    if (x.hasCls()) {
      then(kernels().copy(x.cls(), sourcesBkd.slice(1, 0, 1)));
      then(kernels().copy(pooled, pooledPart(sourcesBkd)));
    }
    Tensor normedBkd = scope.allocateLike(sourcesBkd);
    this.normKv = thenPart(new LayerNorm(scope, ofNormKv, eps, sourcesBkd, normedBkd));
    Tensor kvBke = scope.allocate(clips, keys, 2 * dim);
    this.kv = thenPart(new Linear(scope, ofKv, normedBkd, null, kvBke));

    this.normedBqd = scope.allocateLike(asking);
    this.normQ = thenPart(new LayerNorm(scope, ofNormQ, eps, asking, normedBqd));
    Tensor qBqd = scope.allocateLike(asking);
    this.q = thenPart(new Linear(scope, ofQ, normedBqd, null, qBqd));

    Tensor mixedBqd = scope.allocateLike(asking);
    this.attention =
        thenPart(
            new Attention(
                scope,
                a.heads(),
                a.own().dropout().attention(),
                qBqd,
                part(kvBke, 0),
                part(kvBke, 1),
                mixedBqd));
    this.out =
        thenPart(
            new ResidualLinear(
                scope.in("out"),
                a.own().dropout().projection(),
                place.skipping(),
                mixedBqd,
                asking,
                place.answers()));
    scope.releaseActivations(mark);
  }

  /** Queries are what is wanted; keys come from all. */
  @Override
  void differentiate(Stream d, Tensor dAsking) {
    Arena.Mark mark = scope().mark();
    Tensor dMixedBqd = scope().allocateLike(normedBqd);
    Tensor dQBqd = scope().allocateLike(normedBqd);
    Tensor dKvBke = scope().allocate(d.clips(), architecture.keys(), 2 * dim);
    backPart(out).differentiate(dAsking, dMixedBqd);
    backPart(attention).differentiate(dMixedBqd, dQBqd, part(dKvBke, 0), part(dKvBke, 1));

    backPart(q).differentiate(dQBqd, dMixedBqd);
    backPart(normQ).differentiate(dMixedBqd, dMixedBqd);
    back(kernels().add(dAsking, dMixedBqd, dAsking));

    Tensor dSourcesBkd = scope().allocateLike(sourcesBkd);
    backPart(kv).differentiate(dKvBke, dSourcesBkd);
    backPart(normKv).differentiate(dSourcesBkd, dSourcesBkd);
    differentiatePooling(d, dSourcesBkd);
    scope().release(mark);
  }

  private void differentiatePooling(Stream d, Tensor dSourcesBkd) {
    Tensor dPooled = dSourcesBkd;
    if (x.hasCls()) {
      back(kernels().add(d.cls(), dSourcesBkd.slice(1, 0, 1), d.cls()));
      dPooled = scope().allocateLike(pooledPart(dSourcesBkd));
      back(kernels().copy(pooledPart(dSourcesBkd), dPooled));
    }
    Tensor dClip = scope().allocateLike(x.clip());
    backPart(pooling).differentiate(asPooledMap(dPooled), asMap(dClip));
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
