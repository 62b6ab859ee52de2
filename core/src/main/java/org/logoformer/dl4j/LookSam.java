package org.logoformer.dl4j;

import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.VectorOps;

/**
 * LookSAM (Liu et al., 2022): SAM every k steps, keeping the part of its gradient that is
 * orthogonal to pass 1's; the steps between add that part, scaled to the current gradient.
 */
record LookSam(TrainedVectors vectors, double rho, int every) implements Ascent {
  /** Weight of the kept part. */
  private static final double ALPHA = 0.7;

  @Override
  public void completeGradient() {
    if (vectors.iteration() % every == 0) {
      ascend();
    } else {
      VectorOps ops = vectors.ops();
      Tensor gradient = vectors.gradient();
      double scale = ops.norm(gradient) / (ops.norm(vectors.kept()) + EPS);
      ops.addScaled(ALPHA * scale, vectors.kept(), gradient);
    }
  }

  private void ascend() {
    VectorOps ops = vectors.ops();
    Tensor first = ops.fresh(vectors.gradient());
    try {
      ops.copy(vectors.gradient(), first);
      vectors.gradientAt(w -> Ascent.climb(ops, w, first, rho));
      Tensor second = vectors.gradient();
      double along = ops.dot(first, second) / (ops.dot(first, first) + EPS * EPS);
      ops.copy(second, vectors.kept());
      ops.addScaled(-along, first, vectors.kept());
    } finally {
      first.memory().close();
    }
  }
}
