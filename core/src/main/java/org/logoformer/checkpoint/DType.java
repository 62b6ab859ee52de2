package org.logoformer.checkpoint;

import java.util.Optional;
import java.util.stream.Stream;

/** Element types of safetensors that are understood. Numbers are little-endian. */
public enum DType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I8(1),
  U8(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** The type that safetensors calls {@code name}, if it is one of these. */
  public static Optional<DType> of(String name) {
    return Stream.of(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are floating-point numbers. */
  public boolean isFloating() {
    return this == F64 || this == F32 || this == F16 || this == BF16;
  }
}
