package org.logoformer.kernels.proof;

/** Goes through the elements of a shape in row-major order. */
final class Odometer {
  private final int[] shape;
  private final int[] index;

  Odometer(int[] shape) {
    this.shape = shape;
    this.index = new int[shape.length];
  }

  int[] index() {
    return index;
  }

  void next() {
    next(shape.length);
  }

  /** The next of the first {@code axes} numbers. */
  void next(int axes) {
    for (int axis = axes - 1; axis >= 0; axis--) {
      if (++index[axis] < shape[axis]) {
        return;
      }
      index[axis] = 0;
    }
  }
}
