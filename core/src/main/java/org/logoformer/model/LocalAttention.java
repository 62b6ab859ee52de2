package org.logoformer.model;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Eq. 1: X + out(MSA(LN(X))) inside each window; CLS passes through.
 *
 * <p>Shape suffixes: b clips, t = F*S tokens of a clip, r windows, l tokens of a window, d width, e
 * = 3d (q, k, v).
 */
final class LocalAttention extends Module {
  private final String name;
  private final Windows windows;
  private final long dim;
  private final Tensor normedBtd;
  private final LayerNorm norm;
  private final Kernels.Linear qkv;
  private final Attention attention;
  private final ResidualLinear out;

  /**
   * @param name prefix of the parameters
   * @param skipping probability that a clip skips this branch in training
   */
  LocalAttention(Binder binder, String name, double skipping, Stream x, Stream y) {
    super(binder);
    this.name = name;
    this.dim = binder.architecture().dim();
    this.windows = new Windows(binder.architecture(), x.clips());
    Arena.Mark mark = binder.mark();
    this.normedBtd = binder.allocateLike(x.clip());
    this.norm = thenModule(new LayerNorm(binder, name + ".norm", x.clip(), normedBtd));
    Tensor qkvRle = binder.allocate(windows.rows(), windows.length(), 3 * dim);
    this.qkv =
        then(
            kernels()
                .linear(toWindows(normedBtd), parameter(name + ".qkv.weight"), null, null, qkvRle));
    Tensor mixedRld = binder.allocate(windows.rows(), windows.length(), dim);
    this.attention =
        thenModule(
            new Attention(
                binder, name, part(qkvRle, 0), part(qkvRle, 1), part(qkvRle, 2), mixedRld));
    this.out =
        thenModule(
            new ResidualLinear(
                binder,
                name + ".out",
                binder.architecture().dropout().projection(),
                skipping,
                fromWindows(mixedRld),
                x.clip(),
                y.clip()));
    if (x.hasCls() && !x.equals(y)) {
      then(kernels().copy(x.cls(), y.cls()));
    }
    binder.releaseActivations(mark);
  }

  /**
   * @param d gradient by y, turned into the gradient by x
   */
  void differentiate(Stream d) {
    Arena.Mark mark = binder().mark();
    Tensor dMixedBtd = binder().allocateLike(normedBtd);
    out.differentiate(d.clip(), dMixedBtd);
    backModule(out);
    Tensor dMixedRld = backToWindows(dMixedBtd);
    Tensor dQkvRle = binder().allocate(windows.rows(), windows.length(), 3 * dim);
    attention.differentiate(dMixedRld, part(dQkvRle, 0), part(dQkvRle, 1), part(dQkvRle, 2));
    backModule(attention);
    back(qkv.weightGradient(dQkvRle, gradient(name + ".qkv.weight"), null));
    back(qkv.inputGradient(dQkvRle, dMixedRld));
    Tensor dNormedBtd = backFromWindows(dMixedRld, dMixedBtd);
    norm.differentiate(dNormedBtd, dNormedBtd);
    backModule(norm);
    back(kernels().add(d.clip(), dNormedBtd, d.clip()));
    binder().release(mark);
  }

  private Tensor part(Tensor qkvRle, int i) {
    return qkvRle.slice(2, i * dim, (i + 1) * dim);
  }

  private Tensor asWindows(Tensor btd) {
    return btd.reshape(windows.rows(), windows.length(), dim);
  }

  private Tensor toWindows(Tensor btd) {
    if (windows.contiguous()) {
      return asWindows(btd);
    }
    Tensor rld = binder().allocate(windows.rows(), windows.length(), dim);
    then(kernels().copy(windows.cut(btd), windows.uncut(rld)));
    return rld;
  }

  private Tensor fromWindows(Tensor rld) {
    if (windows.contiguous()) {
      return rld.reshape(normedBtd.shape());
    }
    Tensor btd = binder().allocateLike(normedBtd);
    then(kernels().copy(windows.uncut(rld), windows.cut(btd)));
    return btd;
  }

  private Tensor backToWindows(Tensor btd) {
    if (windows.contiguous()) {
      return asWindows(btd);
    }
    Tensor rld = binder().allocate(windows.rows(), windows.length(), dim);
    back(kernels().copy(windows.cut(btd), windows.uncut(rld)));
    return rld;
  }

  private Tensor backFromWindows(Tensor rld, Tensor btd) {
    if (!windows.contiguous()) {
      back(kernels().copy(windows.uncut(rld), windows.cut(btd)));
    }
    return btd;
  }
}
