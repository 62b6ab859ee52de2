package org.logoformer.kernels.proof;

/** What an operation should give, by the definition, one output at a time, in double precision. */
interface Truth {
  /**
   * Adds up the terms of an output.
   *
   * @param operand the result that it is part of
   * @param index its place there
   */
  void at(int operand, int[] index, Sum sum);

  /** Terms of one output, about. */
  long cost(int operand);

  /** Forgets what was computed of operands that may hold something else now. */
  default void forget() {}
}
