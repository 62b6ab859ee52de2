package org.logoformer.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * LookSAM (Liu et al., 2022): SAM every k steps, keeping the part of its gradient that is
 * orthogonal to pass 1's; the steps between add that part, scaled to the current gradient.
 */
final class LookSam implements Ascent {
  /** Weight of the kept part. */
  private static final double ALPHA = 0.7;

  private final TrainedVectors vectors;
  private final double rho;
  private final int every;

  LookSam(TrainedVectors vectors, double rho, int every) {
    this.vectors = vectors;
    this.rho = rho;
    this.every = every;
  }

  @Override
  public void completeGradient() {
    INDArray kept = vectors.kept();
    if (vectors.iteration() % every == 0) {
      try (INDArray first = vectors.gradient().dup()) {
        vectors.gradientAt(w -> Ascent.climb(w, first, rho));
        INDArray second = vectors.gradient();
        double along = FlatVectors.dot(first, second) / (FlatVectors.dot(first, first) + EPS * EPS);
        kept.assign(second);
        FlatVectors.addScaled(kept, first, -along);
      }
    } else {
      INDArray gradient = vectors.gradient();
      double scale = FlatVectors.norm(gradient) / (FlatVectors.norm(kept) + EPS);
      FlatVectors.addScaled(gradient, kept, ALPHA * scale);
    }
  }
}
