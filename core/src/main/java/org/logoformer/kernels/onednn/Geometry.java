package org.logoformer.kernels.onednn;

import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;

/**
 * A window and the images under it with as few spatial dimensions as possible: a 3-D window that
 * does nothing along two neighbouring dimensions is a 2-D one. oneDNN has more fast implementations
 * for two dimensions than for three.
 */
final class Geometry {
  private static final int NONE = -1;

  private final Window window;
  private final int merged;

  Geometry(Window window) {
    this.merged = window.rank() < 3 ? NONE : idle(window, 1, 2) ? 1 : idle(window, 0, 1) ? 0 : NONE;
    this.window =
        merged == NONE
            ? window
            : new Window(
                without(window.kernel(), merged),
                without(window.stride(), merged),
                without(window.padding(), merged));
  }

  private static boolean idle(Window w, int... axes) {
    for (int a : axes) {
      if (w.kernel()[a] != 1 || w.stride()[a] != 1 || w.padding()[a] != 0) {
        return false;
      }
    }
    return true;
  }

  private static int[] without(int[] sizes, int axis) {
    int[] rest = new int[sizes.length - 1];
    for (int i = 0, j = 0; i < sizes.length; i++) {
      if (i != axis) {
        rest[j++] = sizes[i];
      }
    }
    return rest;
  }

  /** [N, C, size..] of a tensor [N, size.., C]. */
  Layout image(Tensor t) {
    Layout l = Layout.of(t);
    if (l.rank() != window.rank() + (merged == NONE ? 2 : 3)) {
      throw new IllegalArgumentException("A window of " + window + " does not fit " + t);
    }
    return (merged == NONE ? l : l.merge(merged + 1)).channelsFirst();
  }

  /** [O, I, kernel..], or [groups, O/groups, I/groups, kernel..] for more than one group. */
  Layout weight(Tensor t, long groups) {
    Layout l = Layout.of(t);
    l = merged == NONE ? l : l.merge(merged + 2);
    if (groups == 1) {
      return l;
    }
    long perGroup = l.dims()[0] / groups;
    long step = l.strides()[0];
    l.dims()[0] = perGroup;
    return l.insert(0, groups, perGroup * step);
  }

  long[] kernel() {
    return wide(window.kernel());
  }

  long[] stride() {
    return wide(window.stride());
  }

  long[] padding() {
    return wide(window.padding());
  }

  long[] noDilation() {
    return new long[window.rank()];
  }

  private static long[] wide(int[] sizes) {
    long[] wide = new long[sizes.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = sizes[i];
    }
    return wide;
  }
}
