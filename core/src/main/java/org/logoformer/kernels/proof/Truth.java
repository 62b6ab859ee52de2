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

  /** One truth for the results below operand {@code bound}, another for the others. */
  record Split(int bound, Truth below, Truth others) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      of(operand).at(operand, index, sum);
    }

    @Override
    public long cost(int operand) {
      return of(operand).cost(operand);
    }

    @Override
    public void forget() {
      below.forget();
      others.forget();
    }

    private Truth of(int operand) {
      return operand < bound ? below : others;
    }
  }
}
