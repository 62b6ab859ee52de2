package org.logoformer.kernels.proof;

import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.tensor.Tensor;

/** Layers of recurrence as {@link Cases}. */
final class RecurrentCases {
  private final Cases cases;
  private final Cell cell;
  private final long in;
  private final long hidden;

  private RecurrentCases(Cases cases) {
    this.cases = cases;
    this.cell = cases.maybe() ? Cell.LSTM : Cell.GRU;
    this.in = cases.size();
    this.hidden = cases.size();
  }

  /** The forward pass in training, in inference, and the gradient. */
  static Operation of(Cases cases, int kind) {
    return new RecurrentCases(cases).operation(kind);
  }

  private Operation operation(int kind) {
    long clips = cases.maybe() ? cases.few() : cases.size();
    long steps = cases.few();
    RecurrentOperations layer =
        new RecurrentOperations(
            cell, cases.view(clips, steps, in), gates(), cases.view(clips, steps, hidden));
    return switch (kind) {
      case 0 -> layer.train();
      case 1 -> layer.infer();
      default -> {
        Tensor dy = cases.view(clips, steps, hidden);
        yield layer.gradient(dy, cases.view(clips, steps, in), gates());
      }
    };
  }

  private Gates gates() {
    long wide = cell.gates() * hidden;
    return new Gates(
        cases.dense(wide, in), cases.dense(wide, hidden), cases.dense(wide), cases.dense(wide));
  }
}
