package org.logoformer.kernels;

import java.util.List;

/** An operation bound to its input and output tensors. */
@FunctionalInterface
public interface Op {
  /** Reads the inputs and overwrites the outputs. */
  void run();

  /** {@code ops}, one after another. */
  static Op sequence(List<? extends Op> ops) {
    if (ops.size() == 1) {
      return ops.get(0);
    }
    Op[] steps = ops.toArray(Op[]::new);
    return () -> {
      for (Op step : steps) {
        step.run();
      }
    };
  }

  /** {@code ops}, one after another. */
  static Op sequence(Op... ops) {
    return sequence(List.of(ops));
  }
}
