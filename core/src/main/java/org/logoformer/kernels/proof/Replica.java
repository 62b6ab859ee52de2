package org.logoformer.kernels.proof;

import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Memory of its own for an operand, with the same sizes and strides. What an operation must not
 * touch, and what it is to write, holds NaN.
 */
final class Replica {
  /** Elements in front and behind that belong to nobody; a cache line or two. */
  private static final int GUARD = 16;

  private final Tensor tensor;
  private final Host all;
  private final View view;

  /**
   * @param read whether it holds values of {@code seed} at first
   * @param result whether its gaps must stay as they are
   */
  Replica(Arena arena, Tensor model, Values values, boolean read, boolean result, int seed) {
    int span = Math.toIntExact(model.span());
    Tensor memory = arena.allocate(span + 2L * GUARD);
    tensor = model.within(memory, GUARD);
    all = Host.of(memory);
    view = View.keyed(tensor, values, seed);
    if (read && (!result || span == model.length())) {
      all.fill(0, GUARD, Float.NaN);
      all.fill(GUARD, span, values, seed, 0);
      all.fill(GUARD + span, GUARD, Float.NaN);
      return;
    }
    all.fill(0, all.length(), Float.NaN);
    if (!read) {
      return;
    }
    boolean together = view.rank() > 0 && view.stride(-1) == 1;
    int run = together ? view.size(-1) : 1;
    Odometer at = new Odometer(view.shape());
    for (int n = 0; n < view.length(); n += run) {
      int offset = view.offset(at.index());
      all.fill(GUARD + offset, run, values, seed, offset);
      at.next(together ? view.rank() - 1 : view.rank());
    }
  }

  Tensor tensor() {
    return tensor;
  }

  View view() {
    return view;
  }

  double result(int[] index) {
    return all.get(GUARD + view.offset(index));
  }

  /** What is wrong with the result at first sight; null if nothing is. */
  String flaw() {
    int numbers = all.numbers();
    if (numbers > view.length()) {
      return numbers - view.length() + " elements beside it are overwritten";
    }
    return numbers == view.length()
        ? null
        : view.length() - numbers + " of " + view.length() + " elements are missing";
  }
}
