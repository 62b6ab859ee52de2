package org.logoformer.kernels.proof;

/** Keyed values that a float holds exactly: which ones decides the place in memory. */
enum Values {
  /** From -1 to 1. */
  UNIT,
  /** From 0.25 to 1.25. */
  POSITIVE,
  /** From -4 to 4. */
  WIDE;

  /** The value at {@code offset} of the tensor of {@code seed}. */
  double at(int seed, int offset) {
    int h = offset * 0x9E3779B1 + seed;
    h ^= h >>> 16;
    h *= 0x85EBCA6B;
    h ^= h >>> 13;
    h *= 0xC2B2AE35;
    h ^= h >>> 16;
    double unit = (h >> 8) * 0x1p-23;
    return this == UNIT ? unit : this == WIDE ? 4 * unit : Math.abs(unit) + 0.25;
  }
}
