package org.logoformer.tensor;

/** Sizes without memory: for networks that are only looked at. */
public record NoMemory(ElementType type, long length) implements Memory {
  @Override
  public long address() {
    throw new IllegalStateException("There is no memory behind this tensor");
  }

  @Override
  public void write(long start, double[] values) {
    // Nothing reads it.
  }

  @Override
  public void close() {
    // Nothing was taken.
  }
}
