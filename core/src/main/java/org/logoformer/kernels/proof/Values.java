package org.logoformer.kernels.proof;

/**
 * Keyed values that a float holds exactly: which ones decides the place in memory. They repeat
 * after a prime number of elements, which no stride is a multiple of by chance.
 */
final class Values {
  /** From -1 to 1. */
  static final Values UNIT = new Values(16_381, 1, 0);

  /** From 0.25 to 1.25, for the few values of a vector. */
  static final Values POSITIVE = new Values(1_021, 0.5f, 0.75f);

  /** From -4 to 4, for functions of single values. */
  static final Values WIDE = new Values(4_093, 4, 0);

  private final int period;

  /** Two periods: one of them lies behind each place in the first. */
  private final float[] table;

  /** Of values of 8 significant bits; null if these are such. */
  private final Values shortened;

  /** Drawn by a linear congruence, whose upper bits are good: this code is always cold. */
  private Values(int period, float size, float centre) {
    this.period = period;
    table = new float[2 * period];
    int state = 1;
    for (int i = 0; i < period; i++) {
      state = state * 1664525 + 1013904223;
      table[i] = (state >> 8) * 0x1p-23f * size + centre;
    }
    System.arraycopy(table, 0, table, period, period);
    shortened = new Values(table, period);
  }

  private Values(float[] whole, int period) {
    this.period = period;
    table = new float[whole.length];
    for (int i = 0; i < table.length; i++) {
      int bits = Float.floatToRawIntBits(whole[i]);
      table[i] = Float.intBitsToFloat(bits + 0x7fff + (bits >>> 16 & 1) & 0xffff0000);
    }
    shortened = null;
  }

  /** Rounded to what bfloat16 holds exactly: factors that are rounded again stay what they are. */
  Values shortened() {
    return shortened == null ? this : shortened;
  }

  /** So small that sums of {@code n} products with unit values are about as large as those. */
  static Values ofSums(long n) {
    return new Values(16_381, Math.scalb(1f, -Math.getExponent(Math.sqrt((double) n))), 0);
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
  int start(int seed) {
    return Math.floorMod(hash(seed), period);
  }

  /** The value at {@code offset} of a tensor whose values start at {@code start}. */
  double at(int start, int offset) {
    return table[start + offset % period];
  }

  /** Values from {@code offset} on of such a tensor, into {@code to} from element {@code at} on. */
  void copy(int start, int offset, Host to, int at, int count) {
    for (int done = 0; done < count; ) {
      int from = start + (offset + done) % period;
      int piece = Math.min(count - done, table.length - from);
      to.put(at + done, table, from, piece);
      done += piece;
    }
  }
}
