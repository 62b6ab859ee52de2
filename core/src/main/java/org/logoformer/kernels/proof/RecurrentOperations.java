package org.logoformer.kernels.proof;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.kernels.Kernels.Recurrence;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.RecurrenceBySteps;
import org.logoformer.kernels.proof.Operation.Definition;
import org.logoformer.kernels.proof.Operation.Role;
import org.logoformer.tensor.Tensor;

/**
 * A layer of recurrence as operations. Operands keep the order in which they are added: x, four
 * parameters, y, and for the gradient what {@link Recurrence#gradient} takes.
 */
record RecurrentOperations(Cell cell, Tensor x, Gates weights, Tensor y) {

  /** One of the operations of a layer, of tensors in the order of the operands. */
  @FunctionalInterface
  private interface Part {
    Op of(Recurrence made, Tensor[] t);
  }

  Recurrence direct(Kernels kernels) {
    return kernels.recurrence(cell, x, weights, y);
  }

  Operation train() {
    return by(
        operation("", Role.WRITTEN),
        (made, t) -> made.train(),
        v -> new Recurrences.Forward(cell, v),
        1);
  }

  Operation infer() {
    return by(
        operation(" in inference", Role.WRITTEN),
        (made, t) -> made.infer(),
        v -> new Recurrences.Forward(cell, v),
        1);
  }

  Operation gradient(Tensor dy, Tensor dx, Gates dWeights) {
    Operation o = operation(" gradient", Role.SPOILED);
    int given = o.readShared(dy);
    int result = o.writtenShared(dx);
    o.written(dWeights.ofInput());
    o.written(dWeights.ofState());
    o.written(dWeights.inputBias());
    o.written(dWeights.stateBias());
    return by(
        o,
        (made, t) ->
            ImageOperations.both(
                made.train(), made.gradient(t[given], t[result], gates(t, result + 1))),
        v -> new Recurrences.Gradient(cell, v, given, result),
        3);
  }

  private Operation operation(String what, Role result) {
    Operation o = new Operation("recurrence" + what, " " + cell);
    o.readShared(x);
    // As small as they are at first: large ones make much of what rounding does to a state.
    Values small = Values.ofSums(weights.hidden());
    o.add(Role.READ, small, weights.ofInput(), false);
    o.add(Role.READ, small, weights.ofState(), false);
    o.add(Role.READ, small, weights.inputBias(), false);
    o.add(Role.READ, small, weights.stateBias(), false);
    o.add(result, Values.UNIT, y, true);
    return o;
  }

  /**
   * Says how {@code part} is made: by the kernels' own layer, or else by products and gates.
   *
   * @param passes how often all products are multiplied
   */
  private Operation by(Operation o, Part part, Definition truth, int passes) {
    double products = (double) weights.ofInput().length() + weights.ofState().length();
    return o.by(
            (k, t) -> part.of(k.recurrence(cell, t[0], gates(t, 1), t[5]), t),
            truth,
            passes * products * x.size(0) * x.size(1))
        .otherwise(
            (k, t) ->
                part.of(
                    RecurrenceBySteps.of(
                        k, k.arena()::allocateLasting, cell, t[0], gates(t, 1), t[5]),
                    t));
  }

  private static Gates gates(Tensor[] t, int first) {
    return new Gates(t[first], t[first + 1], t[first + 2], t[first + 3]);
  }
}
