package org.logoformer.dl4j;

import org.logoformer.config.OptimiserConfig.Sam;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What a variant of SAM makes of pass 1's gradient. */
@FunctionalInterface
interface Ascent {
  /** Guards the division by a norm. */
  double EPS = 1e-12;

  /** Turns the gradient of pass 1 into the one the update uses. */
  void completeGradient();

  /** The configured variant. */
  static Ascent of(Sam sam, TrainedVectors vectors) {
    double rho = sam.rho();
    if (rho == 0) {
      return () -> {};
    }
    return switch (sam.variant()) {
      case SAM -> () -> vectors.gradientAt(w -> climb(w, vectors.gradient(), rho));
      case ASAM -> () -> vectors.gradientAt(w -> adaptiveClimb(w, vectors.gradient(), rho));
      case PERIODIC ->
          () -> {
            if (vectors.iteration() % sam.every() == 0) {
              vectors.gradientAt(w -> climb(w, vectors.gradient(), rho));
            }
          };
      case LOOKSAM -> new LookSam(vectors, rho, sam.every());
    };
  }

  /** w += rho * g / (||g|| + 1e-12). */
  static void climb(INDArray w, INDArray g, double rho) {
    FlatVectors.addScaled(w, g, rho / (FlatVectors.norm(g) + EPS));
  }

  /**
   * ASAM (Kwon et al., 2021): w += rho * T^2 g / ||T g||, T = |w| + 0.01, so that the perturbation
   * does not change when a layer is rescaled.
   */
  static void adaptiveClimb(INDArray w, INDArray g, double rho) {
    try (INDArray t = Transforms.abs(w, true).addi(0.01);
        INDArray tg = t.mul(g)) {
      FlatVectors.addScaled(w, t.muli(tg), rho / (FlatVectors.norm(tg) + EPS));
    }
  }
}
