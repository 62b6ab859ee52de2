package org.logoformer.models.logo;

import java.util.function.Consumer;
import org.logoformer.config.WindowSize;
import org.logoformer.kernels.Op;
import org.logoformer.nn.Attention;
import org.logoformer.nn.LayerNorm;
import org.logoformer.nn.Linear;
import org.logoformer.nn.ResidualLinear;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Eq. 1: X + out(MSA(LN(X))) inside each window, of whatever size; CLS passes through.
 *
 * <p>Shape suffixes: b clips, t = F*S tokens of a clip, r windows, l tokens of a window, d width, e
 * = 3d (q, k, v).
 */
final class LocalAttention extends TokenMixing {
  private final Windows windows;
  private final long dim;
  private final Tensor normedBtd;
  private final LayerNorm norm;
  private final Linear qkv;
  private final Attention attention;
  private final ResidualLinear out;

  /**
   * @param w size of the windows
   */
  LocalAttention(Scope scope, String section, WindowSize w, Place place) {
    super(scope);
    Architecture a = place.architecture();
    Stream x = place.x();
    Stream y = place.y();
    this.dim = a.dim();
    this.windows = new Windows(a, w, x.clips());
    scope.describe(
        section,
        "%d windows of %d x %d x %d = %d tokens, %d heads"
            .formatted(
                a.windows(w).tokens(), w.frames(), w.rows(), w.columns(), w.tokens(), a.heads()));
    Arena.Mark mark = scope.mark();
    this.normedBtd = scope.allocateLike(x.clip());
    this.norm = thenPart(new LayerNorm(scope.in("norm"), x.clip(), normedBtd));
    Tensor qkvRle = scope.allocate(windows.rows(), windows.length(), 3 * dim);
    Scope ofQkv = scope.in("qkv");
    this.qkv =
        thenPart(
            new Linear(
                ofQkv,
                Linear.withoutBias(ofQkv, 3 * dim, dim),
                toWindows(normedBtd, this::then),
                null,
                qkvRle));
    Tensor mixedRld = scope.allocate(windows.rows(), windows.length(), dim);
    this.attention =
        thenPart(
            new Attention(
                scope,
                a.heads(),
                a.own().dropout().attention(),
                part(qkvRle, 0),
                part(qkvRle, 1),
                part(qkvRle, 2),
                mixedRld));
    this.out =
        thenPart(
            new ResidualLinear(
                scope.in("out"),
                a.own().dropout().projection(),
                place.skipping(),
                fromWindows(mixedRld),
                x.clip(),
                y.clip()));
    if (x.hasCls() && !x.equals(y)) {
      then(kernels().copy(x.cls(), y.cls()));
    }
    scope.releaseActivations(mark);
  }

  @Override
  void differentiate(Stream d, Tensor dAnswers) {
    Arena.Mark mark = scope().mark();
    Tensor dMixedBtd = scope().allocateLike(normedBtd);
    out.differentiate(d.clip(), dMixedBtd);
    backPart(out);
    Tensor dMixedRld = toWindows(dMixedBtd, this::back);
    Tensor dQkvRle = scope().allocate(windows.rows(), windows.length(), 3 * dim);
    attention.differentiate(dMixedRld, part(dQkvRle, 0), part(dQkvRle, 1), part(dQkvRle, 2));
    backPart(attention);
    qkv.differentiate(dQkvRle, dMixedRld);
    backPart(qkv);
    Tensor dNormedBtd = backFromWindows(dMixedRld, dMixedBtd);
    norm.differentiate(dNormedBtd, dNormedBtd);
    backPart(norm);
    back(kernels().add(d.clip(), dNormedBtd, d.clip()));
    scope().release(mark);
  }

  private Tensor part(Tensor qkvRle, int i) {
    return qkvRle.slice(2, i * dim, (i + 1) * dim);
  }

  /**
   * Cuts a clip into windows.
   *
   * @param pass takes the operation, if one is needed
   */
  private Tensor toWindows(Tensor btd, Consumer<Op> pass) {
    if (windows.contiguous()) {
      return btd.reshape(windows.rows(), windows.length(), dim);
    }
    Tensor rld = scope().allocate(windows.rows(), windows.length(), dim);
    pass.accept(kernels().copy(windows.cut(btd), windows.uncut(rld)));
    return rld;
  }

  private Tensor fromWindows(Tensor rld) {
    if (windows.contiguous()) {
      return rld.reshape(normedBtd.shape());
    }
    Tensor btd = scope().allocateLike(normedBtd);
    then(kernels().copy(windows.uncut(rld), windows.cut(btd)));
    return btd;
  }

  private Tensor backFromWindows(Tensor rld, Tensor btd) {
    if (!windows.contiguous()) {
      back(kernels().copy(windows.uncut(rld), windows.cut(btd)));
    }
    return btd;
  }
}
