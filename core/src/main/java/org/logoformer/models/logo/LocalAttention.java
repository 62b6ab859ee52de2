package org.logoformer.models.logo;

import org.logoformer.config.WindowSize;
import org.logoformer.nn.Scope;
import org.logoformer.nn.SelfAttention;
import org.logoformer.nn.SelfAttention.Sources;
import org.logoformer.nn.TransformerStyle;
import org.logoformer.tensor.Tensor;

/** Eq. 1: X + out(MSA(LN(X))) inside each window, of whatever size; CLS passes through. */
final class LocalAttention extends TokenMixing {
  private final SelfAttention attention;

  /**
   * @param w size of the windows
   */
  LocalAttention(Scope scope, String section, WindowSize w, Place place) {
    super(scope);
    Architecture a = place.architecture();
    Stream x = place.x();
    Stream y = place.y();
    Windows windows = new Windows(a, w, x.clips());
    long count = a.windows(w).tokens();
    scope.describe(
        section,
        "%d windows of %d x %d x %d = %d tokens, %d heads"
            .formatted(count, w.frames(), w.rows(), w.columns(), w.tokens(), a.heads()));
    this.attention =
        thenPart(
            new SelfAttention(
                scope,
                TransformerStyle.PLAIN,
                a.settings(place.skipping(), Sources.OWN),
                count,
                windows.contiguous() ? null : windows,
                x.clip(),
                y.clip()));
    if (x.hasCls() && !x.equals(y)) {
      then(kernels().copy(x.cls(), y.cls()));
    }
  }

  @Override
  void differentiate(Stream d, Tensor dAnswers) {
    backPart(attention).differentiate(d.clip());
  }
}
