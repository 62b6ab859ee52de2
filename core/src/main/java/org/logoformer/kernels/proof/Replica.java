package org.logoformer.kernels.proof;

import org.logoformer.tensor.Tensor;

/**
 * Memory of its own for an operand, with the same sizes and strides. What an operation must not
 * touch, and what it is to write, holds NaN.
 */
final class Replica {
  /** Elements in front and behind that belong to nobody; a cache line or two. */
  private static final int GUARD = 16;

  private final Tensor tensor;
  private final Host host;
  private final int start;
  private final int span;
  private final View view;

  /**
   * @param read whether it holds values of {@code seed} at first
   * @param result whether its gaps must stay as they are
   */
  Replica(Room room, Tensor model, Values values, boolean read, boolean result, int seed) {
    span = Math.toIntExact(model.span());
    Tensor memory = room.allocate(span + 2L * GUARD);
    tensor = model.within(memory, GUARD);
    host = room.host(memory);
    start = Math.toIntExact(memory.offset()) + GUARD;
    view = View.keyed(tensor, values, seed);
    boolean full = read && (!result || span == view.length());
    host.clear(start - GUARD, full ? GUARD : span + 2 * GUARD);
    if (full) {
      view.copy(0, host, start, span);
      host.clear(start + span, GUARD);
    } else if (read) {
      fill();
    }
  }

  /** All elements, but not what lies between them. */
  private void fill() {
    boolean together = view.rank() > 0 && view.stride(-1) == 1;
    int run = together ? view.size(-1) : 1;
    Odometer at = new Odometer(view.shape());
    for (int n = 0; n < view.length(); n += run) {
      int offset = view.offset(at.index());
      view.copy(offset, host, start + offset, run);
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
    return host.get(start + view.offset(index));
  }

  /** What is wrong with the result at first sight; null if nothing is. */
  String flaw() {
    int numbers = host.numbers(start - GUARD, span + 2 * GUARD);
    if (numbers > view.length()) {
      return numbers - view.length() + " elements beside it are overwritten";
    }
    return numbers == view.length()
        ? null
        : view.length() - numbers + " of " + view.length() + " elements are missing";
  }
}
