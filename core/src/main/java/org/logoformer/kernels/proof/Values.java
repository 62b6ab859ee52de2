package org.logoformer.kernels.proof;

/**
 * Keyed values that a float holds exactly: which ones decides the place in memory. They repeat
 * after a prime number of elements, which no stride is a multiple of by chance.
 */
final class Values {
  private static final int PERIOD = 16_381;

  private static final float[] UNITS = units();

  /** From -1 to 1. */
  static final Values UNIT = new Values(1, 0);

  /** From 0.25 to 1.25: the size of a unit value, and a quarter. */
  static final Values POSITIVE = new Values(0, 1);

  /** From -4 to 4. */
  static final Values WIDE = new Values(4, 0);

  /** Two periods: one of them lies behind each place in the first. */
  private final float[] table = new float[2 * PERIOD];

  private Values(float ofUnit, float ofSize) {
    for (int i = 0; i < PERIOD; i++) {
      float unit = UNITS[i];
      table[i] = ofUnit * unit + ofSize * (Math.abs(unit) + 0.25f);
    }
    System.arraycopy(table, 0, table, PERIOD, PERIOD);
  }

  private static float[] units() {
    float[] units = new float[PERIOD];
    for (int i = 0; i < PERIOD; i++) {
      units[i] = (hash(i) >> 8) * 0x1p-23f;
    }
    return units;
  }

  private static int hash(int number) {
    int h = number * 0x9E3779B1 + 1;
    h ^= h >>> 16;
    h *= 0x85EBCA6B;
    h ^= h >>> 13;
    h *= 0xC2B2AE35;
    return h ^ h >>> 16;
  }

  /** Where the values of the tensor of {@code seed} start. */
  static int start(int seed) {
    return Math.floorMod(hash(seed), PERIOD);
  }

  /** The value at {@code offset} of a tensor whose values start at {@code start}. */
  double at(int start, int offset) {
    return table[start + offset % PERIOD];
  }

  /** Values from {@code offset} on of such a tensor, into {@code to} from element {@code at} on. */
  void copy(int start, int offset, Host to, int at, int count) {
    for (int done = 0; done < count; ) {
      int from = start + (offset + done) % PERIOD;
      int piece = Math.min(count - done, table.length - from);
      to.put(at + done, table, from, piece);
      done += piece;
    }
  }
}
