package org.logoformer.model;

/**
 * One named array of the network and its place in the flat vector.
 *
 * @param name of model.md's state dict
 * @param shape PyTorch's, row-major
 * @param offset of the first element
 * @param kind how it is initialised and whether it is trained
 */
public record Parameter(String name, long[] shape, long offset, Kind kind) {

  /** What an array is for. */
  public enum Kind {
    /** Backbone convolution: He normal. */
    CONVOLUTION,
    /** Linear, pooling convolution, CLS, positions: truncated normal 0.02. */
    WEIGHT,
    /** Zero. */
    BIAS,
    /** Of a normalisation: one. */
    SCALE,
    /** BatchNorm running mean: zero, not trained. */
    RUNNING_MEAN,
    /** BatchNorm running variance: one, not trained. */
    RUNNING_VARIANCE
  }

  /** Number of elements. */
  public long length() {
    long n = 1;
    for (long s : shape) {
      n *= s;
    }
    return n;
  }

  /** False for BatchNorm running statistics. */
  public boolean trainable() {
    return kind != Kind.RUNNING_MEAN && kind != Kind.RUNNING_VARIANCE;
  }
}
