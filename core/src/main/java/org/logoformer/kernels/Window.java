package org.logoformer.kernels;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Geometry of a convolution or pooling over the spatial (or time and space) dimensions of a
 * channels-last tensor.
 *
 * @param kernel size per dimension, 2 or 3 of them
 * @param stride step per dimension
 * @param padding zeros in front of and behind each dimension
 */
public record Window(int[] kernel, int[] stride, int[] padding) {
  public Window {
    if (kernel.length != stride.length || kernel.length != padding.length) {
      throw new IllegalArgumentException("Kernel, stride and padding differ in rank");
    }
  }

  /** A square two-dimensional window. */
  public static Window square(int kernel, int stride, int padding) {
    return cube(2, kernel, stride, padding);
  }

  /** The same in each of {@code rank} dimensions. */
  public static Window cube(int rank, int kernel, int stride, int padding) {
    return new Window(filled(rank, kernel), filled(rank, stride), filled(rank, padding));
  }

  private static int[] filled(int length, int value) {
    int[] all = new int[length];
    Arrays.fill(all, value);
    return all;
  }

  /** Windows that tile the input: stride = kernel, no padding. */
  public static Window tiling(int... kernel) {
    return new Window(kernel.clone(), kernel.clone(), new int[kernel.length]);
  }

  public int rank() {
    return kernel.length;
  }

  /** Output size along {@code axis} for an input of {@code size}. */
  public long outputSize(int axis, long size) {
    return (size + 2L * padding[axis] - kernel[axis]) / stride[axis] + 1;
  }

  /** [N, outputSize.., channels] for an input of shape {@code x} = [N, size.., C]. */
  public long[] outputShape(long[] x, long channels) {
    long[] y = x.clone();
    for (int axis = 0; axis < rank(); axis++) {
      y[1 + axis] = outputSize(axis, x[1 + axis]);
    }
    y[1 + rank()] = channels;
    return y;
  }

  /** [out, in, kernel..], the shape of a convolution's weight. */
  public long[] weightShape(long out, long in) {
    return LongStream.concat(LongStream.of(out, in), Arrays.stream(kernel).asLongStream())
        .toArray();
  }

  @Override
  public String toString() {
    return "kernel %s stride %s padding %s"
        .formatted(Arrays.toString(kernel), Arrays.toString(stride), Arrays.toString(padding));
  }
}
