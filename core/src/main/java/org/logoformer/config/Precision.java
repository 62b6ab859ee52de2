package org.logoformer.config;

import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;

/** How precisely a network computes. */
public enum Precision {
  /** Parameters, activations and products in 32 bits. */
  F32(DataType.FLOAT),
  /**
   * Parameters, their gradients, statistics and sums in 32 bits; matrix products and convolutions
   * multiply in bfloat16, each where that is faster.
   */
  BF16(DataType.FLOAT),
  /**
   * As {@link #F32}, but the factors of matrix products and convolutions are rounded to bfloat16 on
   * the way in; all that is stored is of 32 bits.
   */
  BF16_MATH(DataType.FLOAT),
  /** Everything in 64 bits. */
  F64(DataType.DOUBLE);

  private final DataType type;

  Precision(DataType type) {
    this.type = type;
  }

  /** The type of parameters and activations. */
  public DataType type() {
    return type;
  }

  /** Whether what one stores the other reads as it is, so that a run may change between them. */
  public boolean storesAs(Precision other) {
    return type == other.type;
  }

  /** Whether products are those of factors in bfloat16. */
  public boolean hasShortFactors() {
    return this == BF16 || this == BF16_MATH;
  }

  /** As in a configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
