package org.logoformer.tensor;

/** Elements of one type in a row, on the host or on a device. Tensors are views of it. */
public interface Memory {
  /** Type of all elements. */
  ElementType type();

  /** Number of elements. */
  long length();

  /** Where the first element is in the memory of the host. Only meaningful on a CPU. */
  long address();

  /**
   * Writes to the elements from {@code start} on.
   *
   * @param values rounded to the type of this memory
   */
  void write(long start, double[] values);

  /** Gives native memory back; nothing may use it any more. Does nothing to a view. */
  void close();

  /** Takes memory from where the kernels compute. */
  @FunctionalInterface
  interface Source {
    /** {@code length} elements that may hold anything. */
    Memory allocate(ElementType type, long length);
  }
}
