package org.logoformer.kernels.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.logoformer.kernels.Window;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The positions of a window's kernel in scan order, each with the views of input and output that it
 * connects. A position that looks into the padding covers only a part of the output.
 */
record Patches(Window window, long[] outputSize, List<Patch> positions) {

  /**
   * One kernel position.
   *
   * @param index place in scan order
   * @param firstInput per dimension: input coordinate seen by output {@code firstOutput}
   * @param count per dimension: outputs whose input is not padding
   */
  record Patch(int index, int[] stride, long[] firstInput, long[] firstOutput, long[] count) {

    /** What this position sees of x [N, size.., C], as [N, count.., C]. */
    INDArray input(INDArray x) {
      return view(x, firstInput, stride);
    }

    /** The outputs this position contributes to, of y [N, outputSize.., O]. */
    INDArray output(INDArray y) {
      int[] one = new int[stride.length];
      Arrays.fill(one, 1);
      return view(y, firstOutput, one);
    }

    private INDArray view(INDArray a, long[] first, int[] step) {
      long[] shape = a.shape().clone();
      long[] strides = a.stride().clone();
      long skip = 0;
      for (int i = 0; i < count.length; i++) {
        skip += first[i] * strides[i + 1];
        shape[i + 1] = count[i];
        strides[i + 1] *= step[i];
      }
      return Views.strided(a, skip, shape, strides);
    }
  }

  /** Patches of {@code window} between x [N, size.., C] and y [N, outputSize.., O]. */
  static Patches of(Window window, long[] xShape, long[] yShape) {
    int rank = window.rank();
    long[] inputSize = Arrays.copyOfRange(xShape, 1, rank + 1);
    long[] outputSize = Arrays.copyOfRange(yShape, 1, rank + 1);
    for (int i = 0; i < rank; i++) {
      if (window.outputSize(i, inputSize[i]) != outputSize[i]) {
        throw new IllegalArgumentException(
            "Window of %s maps size %d to %d, but the output has size %d in dimension %d"
                .formatted(
                    window, inputSize[i], window.outputSize(i, inputSize[i]), outputSize[i], i));
      }
    }
    List<Patch> positions = new ArrayList<>();
    int total = volume(window);
    for (int k = 0; k < total; k++) {
      Patch patch = position(window, k, inputSize, outputSize);
      if (Arrays.stream(patch.count).allMatch(c -> c > 0)) {
        positions.add(patch);
      }
    }
    return new Patches(window, outputSize, positions);
  }

  /** Number of kernel positions. */
  int volume() {
    return volume(window);
  }

  /** Whether some position sees padding. */
  boolean padded() {
    return Arrays.stream(window.padding()).anyMatch(p -> p > 0);
  }

  /** Whether each output sees exactly the input at its own place. */
  boolean pointwise() {
    return volume() == 1 && !padded() && Arrays.stream(window.stride()).allMatch(s -> s == 1);
  }

  private static int volume(Window window) {
    return Arrays.stream(window.kernel()).reduce(1, (a, b) -> a * b);
  }

  private static Patch position(Window window, int index, long[] inputSize, long[] outputSize) {
    int rank = window.rank();
    long[] firstInput = new long[rank];
    long[] firstOutput = new long[rank];
    long[] count = new long[rank];
    int rest = index;
    for (int i = rank - 1; i >= 0; i--) {
      int stride = window.stride()[i];
      long shift = (long) rest % window.kernel()[i] - window.padding()[i];
      rest /= window.kernel()[i];
      firstOutput[i] = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
      firstInput[i] = firstOutput[i] * stride + shift;
      long seen = (inputSize[i] - 1 - firstInput[i]) / stride + 1;
      count[i] = firstInput[i] >= inputSize[i] ? 0 : Math.min(outputSize[i] - firstOutput[i], seen);
    }
    return new Patch(index, window.stride(), firstInput, firstOutput, count);
  }
}
