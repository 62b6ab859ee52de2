package org.logoformer.kernels;

import java.util.Optional;
import org.logoformer.config.KernelSet;
import org.logoformer.config.Precision;
import org.logoformer.tensor.VectorOps;

/**
 * An implementation of {@link Kernels}: all that a new one registers, by a services line of {@link
 * KernelSet}.
 */
public interface KernelsProvider extends KernelSet {
  /**
   * Why it cannot compute in {@code precision}, with what to set instead; empty if it can.
   *
   * @param host whether tensors are in the memory of the host, not of a GPU
   */
  default Optional<String> refusal(Precision precision, boolean host) {
    return refusal(precision);
  }

  /** {@code auto} takes the highest of those that can compute what is asked for. */
  int rank();

  /**
   * Refuses a precision that changes nothing on this machine.
   *
   * @throws org.logoformer.error.ClusterException if results are those of another precision
   */
  default void requireServed(Precision precision) {}

  /** The vector instructions that it uses on this CPU; which bits come out depends on them. */
  String instructionSet();

  /** What its convolutions multiply. */
  default MultiplyAdds multiplyAdds(Precision precision) {
    return MultiplyAdds.NOMINAL;
  }

  /** What to set when it has no right way to compute something. */
  String remedy();

  /**
   * Kernels of the calling thread that nobody has proved.
   *
   * @param threads OpenMP threads of each operation on a CPU
   */
  Kernels make(Precision precision, int threads);

  /** Arithmetic on vectors where its kernels compute. */
  VectorOps vectors();
}
