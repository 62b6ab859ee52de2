package org.logoformer.kernels;

/** How many products an implementation multiplies for an operation. */
@FunctionalInterface
public interface MultiplyAdds {
  /** As papers count: each output is a sum of one product for each weight of its channel. */
  MultiplyAdds NOMINAL =
      (window, weight, y) -> {
        long products = 1;
        for (int axis = 1; axis < weight.length; axis++) {
          products *= weight[axis];
        }
        for (long size : y) {
          products *= size;
        }
        return products;
      };

  /**
   * Of one pass of a convolution: forward, gradient by the input, or gradient by the weight.
   *
   * @param weight [O, C/groups, kernel..]
   * @param y [N, outputSize.., O]
   */
  long ofConvolution(Window window, long[] weight, long[] y);
}
