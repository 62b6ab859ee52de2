package org.logoformer.kernels.onednn;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.logoformer.tensor.Tensor;

/**
 * Sizes and strides (in elements) of a tensor, free to be regrouped. A stride of 0 marks a
 * dimension along which the tensor is repeated.
 */
record Layout(long[] dims, long[] strides) {

  static Layout of(Tensor tensor) {
    return new Layout(tensor.shape(), tensor.strides());
  }

  /** Row-major. */
  static Layout dense(long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return new Layout(dims, strides);
  }

  int rank() {
    return dims.length;
  }

  long length() {
    return Tensor.elements(dims);
  }

  boolean isDense() {
    return Arrays.equals(strides, dense(dims).strides);
  }

  /** [N, size.., C] as oneDNN counts its dimensions: [N, C, size..]. */
  Layout channelsFirst() {
    int[] axes = new int[rank()];
    axes[1] = rank() - 1;
    for (int i = 2; i < axes.length; i++) {
      axes[i] = i - 1;
    }
    return permute(axes);
  }

  Layout permute(int... axes) {
    long[] d = new long[axes.length];
    long[] s = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      d[i] = dims[axes[i]];
      s[i] = strides[axes[i]];
    }
    return new Layout(d, s);
  }

  /** The last two dimensions exchanged. */
  Layout transpose() {
    int[] axes = new int[rank()];
    Arrays.setAll(axes, i -> i);
    axes[rank() - 2] = rank() - 1;
    axes[rank() - 1] = rank() - 2;
    return permute(axes);
  }

  /** With dimensions of size 1 in front, up to {@code rank}. */
  Layout leading(int rank) {
    Layout grown = this;
    while (grown.rank() < rank) {
      grown = grown.insert(0, 1, grown.rank() == 0 ? 1 : grown.dims[0] * grown.strides[0]);
    }
    return grown;
  }

  Layout insert(int axis, long size, long stride) {
    long[] d = new long[rank() + 1];
    long[] s = new long[rank() + 1];
    for (int i = 0, j = 0; i < d.length; i++) {
      d[i] = i == axis ? size : dims[j];
      s[i] = i == axis ? stride : strides[j++];
    }
    return new Layout(d, s);
  }

  /** Without dimension {@code axis}. */
  Layout remove(int axis) {
    long[] d = new long[rank() - 1];
    long[] s = new long[rank() - 1];
    for (int i = 0, j = 0; i < rank(); i++) {
      if (i != axis) {
        d[j] = dims[i];
        s[j++] = strides[i];
      }
    }
    return new Layout(d, s);
  }

  /** Dimensions {@code axis} and {@code axis + 1}, which must be {@link #mergeable}, as one. */
  Layout merge(int axis) {
    Layout merged = remove(axis);
    merged.dims[axis] = dims[axis] * dims[axis + 1];
    return merged;
  }

  boolean mergeable(int axis) {
    return strides[axis] == dims[axis + 1] * strides[axis + 1];
  }

  /** Without gaps; what lies farther apart lies so in the result, too. */
  Layout compact() {
    long[] s = new long[rank()];
    long stride = 1;
    int[] inward =
        IntStream.range(0, rank())
            .boxed()
            .sorted(Comparator.comparingLong(axis -> -strides[axis]))
            .mapToInt(axis -> axis)
            .toArray();
    for (int i = inward.length - 1; i >= 0; i--) {
      s[inward[i]] = stride;
      stride *= dims[inward[i]];
    }
    return new Layout(dims, s);
  }

  /** Repeats dimensions of size 1 to the given sizes. */
  Layout broadcast(long[] sizes) {
    long[] s = strides.clone();
    for (int i = 0; i < s.length; i++) {
      if (dims[i] == 1 && sizes[i] != 1) {
        s[i] = 0;
      } else if (dims[i] != sizes[i]) {
        throw new IllegalArgumentException(
            Arrays.toString(dims) + " does not broadcast to " + Arrays.toString(sizes));
      }
    }
    return new Layout(sizes.clone(), s);
  }

  /** Dimensions of size 1 with the stride that they have in a dense tensor. */
  Layout denseOnes() {
    return withOnes(i -> dims[i] == 1);
  }

  /** The dimensions along which the tensor is repeated, with size 1 again. */
  Layout normal() {
    return withOnes(i -> strides[i] == 0);
  }

  /** With size 1, and the stride of a dense tensor, in some dimensions. */
  private Layout withOnes(IntPredicate dimensions) {
    long[] d = dims.clone();
    long[] s = strides.clone();
    for (int i = rank() - 1; i >= 0; i--) {
      if (dimensions.test(i)) {
        d[i] = 1;
        s[i] = i == rank() - 1 ? 1 : d[i + 1] * s[i + 1];
      }
    }
    return new Layout(d, s);
  }

  /**
   * Regroups layouts of the same sizes into as few dimensions as all of them allow, leaving the
   * last {@code fixed} ones alone.
   */
  static Layout[] collapse(int fixed, Layout... layouts) {
    Layout[] l = layouts.clone();
    for (int i = l[0].rank() - 1 - fixed; i >= 0; i--) {
      int axis = i;
      if (l[0].dims[axis] == 1 && l[0].rank() > 1) {
        Arrays.setAll(l, k -> l[k].remove(axis));
      }
    }
    for (int i = l[0].rank() - 2 - fixed; i >= 0; i--) {
      int axis = i;
      if (Stream.of(l).allMatch(layout -> layout.mergeable(axis))) {
        Arrays.setAll(l, k -> l[k].merge(axis));
      }
    }
    return l;
  }

  /** Tensors of the same sizes [.., n] as rows, [rows, n] where their strides allow that. */
  static Layout[] rows(Tensor... tensors) {
    Layout[] l = collapse(1, Stream.of(tensors).map(Layout::of).toArray(Layout[]::new));
    Arrays.setAll(l, i -> l[i].leading(2));
    return l;
  }

  @Override
  public String toString() {
    return Arrays.toString(dims) + " strides " + Arrays.toString(strides);
  }
}
