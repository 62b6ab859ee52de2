package org.logoformer.tensor;

/** What an element of a tensor is. */
public enum ElementType {
  /** A float of 32 bits. */
  F32(4),
  /** A float of 64 bits. */
  F64(8);

  private final int width;

  ElementType(int width) {
    this.width = width;
  }

  /** Bytes of an element. */
  public int width() {
    return width;
  }
}
