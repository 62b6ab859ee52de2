package org.logoformer.dl4j;

import java.util.List;
import org.logoformer.config.OptimiserConfig.Sam;
import org.logoformer.config.OptimiserConfig.SamScaled;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.VectorOps;

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
    VectorOps ops = vectors.ops();
    return switch (sam.variant()) {
      case SAM -> () -> vectors.gradientAt(w -> climb(ops, w, vectors.gradient(), rho));
      case ASAM -> {
        Asam asam = new Asam(rho, sam.scaled() == SamScaled.ALL ? List.of() : vectors.unscaled());
        yield () -> vectors.gradientAt(w -> asam.climb(ops, w, vectors.gradient()));
      }
      case PERIODIC ->
          () -> {
            if (vectors.iteration() % sam.every() == 0) {
              vectors.gradientAt(w -> climb(ops, w, vectors.gradient(), rho));
            }
          };
      case LOOKSAM -> new LookSam(vectors, rho, sam.every());
    };
  }

  /** w += rho * g / (||g|| + 1e-12). */
  static void climb(VectorOps ops, Tensor w, Tensor g, double rho) {
    ops.addScaled(rho / (ops.norm(g) + EPS), g, w);
  }
}
