package org.logoformer.tensor;

/**
 * Arithmetic on long contiguous vectors of one type, such as all parameters of a network, where
 * they lie: what optimisers do between the passes of a network. Each call computes at once and
 * gives the same bits whatever the number of threads. In place is allowed wherever two arguments
 * are of one length.
 */
public interface VectorOps {
  /** A vector of its own, as long as {@code a}; to be freed by closing its memory. */
  Tensor fresh(Tensor a);

  /** y = x. */
  void copy(Tensor x, Tensor y);

  /** y = value, everywhere. */
  void fill(double value, Tensor y);

  /** y = factor * y. */
  void scale(double factor, Tensor y);

  /** y = y + factor * x. */
  void addScaled(double factor, Tensor x, Tensor y);

  /** y = a * b, element by element. */
  void multiply(Tensor a, Tensor b, Tensor y);

  /** y = |x| + shift. */
  void magnitude(double shift, Tensor x, Tensor y);

  /** Inner product, summed in double. */
  double dot(Tensor a, Tensor b);

  /** Euclidean norm. */
  default double norm(Tensor a) {
    return Math.sqrt(dot(a, a));
  }
}
