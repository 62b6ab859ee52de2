package org.logoformer.kernels;

import java.util.Arrays;
import java.util.stream.LongStream;

/** How many products an implementation multiplies for an operation. */
@FunctionalInterface
public interface MultiplyAdds {
  /** As papers count: each output is a sum of one product for each weight of its channel. */
  MultiplyAdds NOMINAL =
      (window, weight, y) ->
          LongStream.concat(Arrays.stream(weight, 1, weight.length), Arrays.stream(y))
              .reduce(1, (a, b) -> a * b);

  /**
   * Of one pass of a convolution: forward, gradient by the input, or gradient by the weight.
   *
   * @param weight [O, C/groups, kernel..]
   * @param y [N, outputSize.., O]
   */
  long ofConvolution(Window window, long[] weight, long[] y);
}
