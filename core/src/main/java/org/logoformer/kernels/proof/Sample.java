package org.logoformer.kernels.proof;

/** Keyed places in a shape, more of them at its edges than elsewhere. */
final class Sample {
  private final int[] shape;
  private final int[] index;
  private final int start;

  Sample(int[] shape, int seed) {
    this.shape = shape;
    this.index = new int[shape.length];
    this.start = Values.UNIT.start(seed);
  }

  /** Bit i of {@code number} says whether dimension i, from the last, is at its end. */
  int[] corner(int number) {
    for (int axis = 0; axis < shape.length; axis++) {
      boolean end = (number >> (shape.length - 1 - axis) % 3 & 1) == 1;
      index[axis] = end ? shape[axis] - 1 : 0;
    }
    return index;
  }

  /** Each dimension at its start, at its end, or anywhere, one as often as another. */
  int[] point(int number) {
    for (int axis = 0; axis < shape.length; axis++) {
      double draw = (Values.UNIT.at(start, number * 8 + axis) + 1) * 1.5;
      index[axis] =
          draw < 1
              ? 0
              : draw < 2
                  ? shape[axis] - 1
                  : Math.min(shape[axis] - 1, (int) ((draw - 2) * shape[axis]));
    }
    return index;
  }
}
