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
    /** Linear or pooling convolution: truncated normal, see model.initial.weights. */
    WEIGHT,
    /** CLS or position: truncated normal of deviation model.initial.positions. */
    POSITION,
    /** Weights of the classifier: truncated normal 0.02, so that no class is favoured at first. */
    CLASSIFIER,
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
