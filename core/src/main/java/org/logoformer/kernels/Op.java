package org.logoformer.kernels;

/** An operation bound to its input and output tensors. */
@FunctionalInterface
public interface Op {
  /** Reads the inputs and overwrites the outputs. */
  void run();
}
