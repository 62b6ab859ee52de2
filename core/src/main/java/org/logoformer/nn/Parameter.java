package org.logoformer.nn;

import org.logoformer.tensor.Tensor;

/**
 * One named array of a network and its place in the flat vector.
 *
 * @param name of the state dict
 * @param shape PyTorch's, row-major
 * @param offset of the first element
 */
public record Parameter(
    String name, long[] shape, long offset, Role role, Initialisation initialisation) {

  /** Number of elements. */
  public long length() {
    return Tensor.elements(shape);
  }

  /** False for running statistics and for what a loss keeps. */
  public boolean trainable() {
    return role == Role.TRAINED;
  }

  /** Whether it is added to what a weight has made. */
  public boolean isBias() {
    return trainable() && initialisation == Initialisation.ZERO;
  }

  Parameter at(long place) {
    return new Parameter(name, shape, place, role, initialisation);
  }
}
