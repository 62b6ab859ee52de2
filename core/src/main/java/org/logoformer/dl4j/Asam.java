package org.logoformer.dl4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

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

  /** Elements {@code from} (inclusive) to {@code to} (exclusive) of the flat vector. */
  record Range(long from, long to) {}

  Asam {
    unscaled = List.copyOf(unscaled);
  }

  /** Adds the perturbation to w; g stays. */
  void climb(INDArray w, INDArray g) {
    try (INDArray t = Transforms.abs(w, true).addi(ETA)) {
      unscaled.forEach(r -> t.get(NDArrayIndex.interval(r.from, r.to)).assign(1));
      try (INDArray tg = t.mul(g)) {
        FlatVectors.addScaled(w, t.muli(tg), rho / (FlatVectors.norm(tg) + Ascent.EPS));
      }
    }
  }
}
