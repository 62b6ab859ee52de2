package org.logoformer.kernels.proof;

/**
 * Keyed values that a float holds exactly: which ones decides the place in memory. They repeat
 * after a prime number of elements, which no stride is a multiple of by chance.
 */
final class Values {
  private static final int PERIOD = 16_381;

  /** From -1 to 1. */
  static final Values UNIT = new Values(1, 0);

  /** From 0.25 to 1.25: the size of a unit value, and a quarter. */
  static final Values POSITIVE = new Values(0, 1);

  /** From -4 to 4. */
  static final Values WIDE = new Values(4, 0);

  private final float[] table = new float[PERIOD];

  private Values(float ofUnit, float ofSize) {
    for (int i = 0; i < PERIOD; i++) {
      float unit = (hash(i) >> 8) * 0x1p-23f;
      table[i] = ofUnit * unit + ofSize * (Math.abs(unit) + 0.25f);
    }
  }

  /** So small that sums of {@code n} products with unit values are about as large as those. */
  static Values ofSums(long n) {
    return new Values(Math.scalb(1f, -Math.getExponent(Math.sqrt((double) n))), 0);
  }

  private static int hash(int number) {
    int h = number * 0x9E3779B1 + 1;
    h ^= h >>> 16;
    h *= 0x85EBCA6B;
    h ^= h >>> 13;
    h *= 0xC2B2AE35;
    return h ^ h >>> 16;
  }

  /** The value at {@code offset} of the tensor of {@code seed}. */
  double at(int seed, int offset) {
    return table[place(seed, offset)];
  }

  private static int place(int seed, int offset) {
    return Math.floorMod(hash(seed) + offset, PERIOD);
  }

  /**
   * Copies values from {@code offset} on to the start of {@code to}, as many as there are in one
   * piece.
   *
   * @return how many, at most {@code count} and at least 1
   */
  int copy(int seed, int offset, float[] to, int count) {
    int from = place(seed, offset);
    int piece = Math.min(Math.min(count, to.length), PERIOD - from);
    System.arraycopy(table, from, to, 0, piece);
    return piece;
  }
}
