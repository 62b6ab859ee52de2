package org.logoformer.kernels.proof;

import org.logoformer.kernels.Window;

/** A window over images of two or three dimensions; two are three with a depth of 1. */
record Windows(int[] kernel, int[] stride, int[] padding) {
  static Windows of(Window window) {
    return new Windows(
        three(window.kernel(), 1), three(window.stride(), 1), three(window.padding(), 0));
  }

  private static int[] three(int[] sizes, int first) {
    return sizes.length == 3 ? sizes : new int[] {first, sizes[0], sizes[1]};
  }

  int taps() {
    return kernel[0] * kernel[1] * kernel[2];
  }

  /** Where kernel position {@code k} of output {@code o} reads, perhaps outside. */
  int input(int axis, int o, int k) {
    return o * stride[axis] - padding[axis] + k;
  }

  /**
   * The output whose kernel position {@code k} reads input {@code i}; negative if there is none.
   */
  int output(int axis, int i, int k) {
    int from = i + padding[axis] - k;
    return from < 0 || from % stride[axis] != 0 ? -1 : from / stride[axis];
  }

  /** The first output whose kernel position {@code k} reads inside. */
  int first(int axis, int k) {
    return Math.max(0, padding[axis] - k + stride[axis] - 1) / stride[axis];
  }

  /** The one behind the last output whose kernel position {@code k} reads inside. */
  int end(int axis, int k, int inputs, int outputs) {
    int last = Math.max(0, inputs - 1 + padding[axis] - k + stride[axis]) / stride[axis];
    return Math.min(outputs, last);
  }

  /** Images [N, size.., C]. */
  record Images(View view) {
    /** Size of spatial dimension 0, 1 or 2. */
    int size(int axis) {
      int at = axis + view.rank() - 4;
      return at == 0 ? 1 : view.size(at);
    }

    int images() {
      return view.size(0);
    }

    int channels() {
      return view.size(-1);
    }

    boolean contains(int axis, int at) {
      return at >= 0 && at < size(axis);
    }

    int offset(int n, int d, int h, int w, int c) {
      int depth = view.rank() == 5 ? d * view.stride(1) : 0;
      return n * view.stride(0)
          + depth
          + h * view.stride(-3)
          + w * view.stride(-2)
          + c * view.stride(-1);
    }

    double at(int n, int d, int h, int w, int c) {
      return view.at(offset(n, d, h, w, c));
    }
  }

  /** The five numbers of an element's index, or of a weight's. */
  static int[] five(int[] index, int missing) {
    if (index.length == 5) {
      return index;
    }
    int[] five = new int[5];
    for (int i = 0, j = 0; i < 5; i++) {
      five[i] = i == missing ? 0 : index[j++];
    }
    return five;
  }
}
