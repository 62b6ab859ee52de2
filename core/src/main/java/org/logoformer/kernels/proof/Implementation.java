package org.logoformer.kernels.proof;

import java.util.function.IntFunction;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.ElementType;

/**
 * Kernels that are to be proved.
 *
 * @param name such as "onednn"
 * @param instructions the vector instructions they use
 * @param kernels of the calling thread, for a number of threads
 * @param remedy what to do when they have no right way
 */
public record Implementation(
    String name,
    String instructions,
    Precision precision,
    int threads,
    IntFunction<Kernels> kernels,
    String remedy) {

  /** How far off a sum may be, relative to the root of the sum of its squared terms. */
  double tolerance() {
    return switch (precision) {
      case F64 -> 1e-8;
        // Winograd's transforms lose a digit.
      case F32, BF16, BF16_MATH -> 5e-4;
    };
  }

  /** Those of an operand that the precision has exactly, so that products are as exact as f32's. */
  Values exact(Values values) {
    return precision.hasShortFactors() ? values.shortened() : values;
  }

  /** Of all tensors. */
  ElementType type() {
    return precision == Precision.F64 ? ElementType.F64 : ElementType.F32;
  }

  Kernels sibling() {
    return kernels.apply(threads);
  }

  Implementation with(int otherThreads) {
    return new Implementation(name, instructions, precision, otherThreads, kernels, remedy);
  }

  @Override
  public String toString() {
    return name + " " + precision.label() + " on " + instructions + ", " + threads + " threads";
  }
}
