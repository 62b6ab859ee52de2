package org.logoformer.dl4j;

import java.util.List;
import org.logoformer.nn.Layout.Range;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.VectorOps;

/**
 * ASAM (Kwon et al., "ASAM: Adaptive sharpness-aware minimization for scale-invariant learning of
 * deep neural networks", ICML 2021): w += rho * T^2 g / (||T g|| + 1e-12), where T = |w| + eta with
 * eta = 0.01, the authors' default, so that the perturbation does not change when a layer is
 * rescaled. Where T is 1 the perturbation is SAM's, but for the common norm.
 *
 * @param rho radius; about ten times that of SAM does the same
 * @param unscaled where T is 1: ranges of the trained parameters
 */
record Asam(double rho, List<Range> unscaled) {
  private static final double ETA = 0.01;

  Asam {
    unscaled = List.copyOf(unscaled);
  }

  /** Adds the perturbation to w; g stays. */
  void climb(VectorOps ops, Tensor w, Tensor g) {
    Tensor t = ops.fresh(w);
    Tensor tg = ops.fresh(w);
    try {
      ops.magnitude(ETA, w, t);
      unscaled.forEach(r -> ops.fill(1, t.slice(0, r.start(), r.end())));
      ops.multiply(t, g, tg);
      double norm = ops.norm(tg);
      ops.multiply(t, tg, tg);
      ops.addScaled(rho / (norm + Ascent.EPS), tg, w);
    } finally {
      t.memory().close();
      tg.memory().close();
    }
  }
}
