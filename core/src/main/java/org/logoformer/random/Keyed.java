package org.logoformer.random;

/**
 * A counter-based stream of random numbers under a key.
 *
 * <p>The key is fixed when the stream is made; draw number i is a hash of (key, i), so that equal
 * keys give equal numbers on every machine. The only state is the position i, which starts at 0 and
 * moves as each method says. {@link #split} depends on the key alone, not on the position: children
 * are the same however much has been drawn from the parent. Not safe for use by several threads at
 * once; make one per thread, they are cheap.
 *
 * <p>The hash is two keyed rounds of the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014). Not for cryptography.
 */
public final class Keyed {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final long TEXT = 0xd6e8feb86659fd93L;
  private static final long ODD = 0xda942042e4dd58b5L;

  private final long key;
  private long position;

  private Keyed(long key) {
    this.key = key;
  }

  /**
   * The stream of a seed and keys, at position 0. Different sequences of keys give unrelated
   * streams; a number and its decimal text are different keys.
   *
   * @param keys whole numbers ({@code int} and {@code long} of the same value are the same key),
   *     strings, or enum constants (keyed by name)
   * @throws IllegalArgumentException if a key is anything else
   */
  public static Keyed of(long seed, Object... keys) {
    return new Keyed(absorb(mix(seed + GOLDEN), keys));
  }

  /** The child stream under further keys, at position 0, whatever the position of this one. */
  public Keyed split(Object... keys) {
    // Not the same as appending the keys: a split without keys must differ from its parent.
    return new Keyed(absorb(mix(key ^ TEXT), keys));
  }

  /**
   * One number for a seed and counters, without a stream: a mask element of dropout, a probe.
   *
   * @return 64 uniform bits
   */
  public static long hash(long seed, long... counters) {
    long h = mix(seed + GOLDEN);
    for (long counter : counters) {
      h = absorb(h, counter);
    }
    return at(h, 0);
  }

  /** As {@link #hash(long, long...)} with one counter, without an array for it. */
  public static long hash(long seed, long counter) {
    return at(absorb(mix(seed + GOLDEN), counter), 0);
  }

  /** Uniform in [0, 1): the upper 53 of the given bits. */
  public static double unit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  /** How many 64-bit numbers have been drawn. */
  public long position() {
    return position;
  }

  /** 64 uniform bits; moves by 1. */
  public long nextLong() {
    return at(key, position++);
  }

  /**
   * Uniform in 0..bound-1, without the bias of a remainder (Lemire, "Fast random integer generation
   * in an interval", 2019); moves by 1, rarely by more.
   *
   * @throws IllegalArgumentException if the bound is not positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, is " + bound);
    }
    long product = (nextLong() >>> 32) * bound;
    if ((product & 0xffffffffL) < bound) {
      long threshold = (1L << 32) % bound;
      while ((product & 0xffffffffL) < threshold) {
        product = (nextLong() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /** Uniform in [0, 1), a multiple of 2^-53; moves by 1. */
  public double nextDouble() {
    return unit(nextLong());
  }

  /**
   * Uniform in [low, high); moves by 1.
   *
   * @throws IllegalArgumentException if the range is empty the wrong way round or not finite
   */
  public double nextDouble(double low, double high) {
    if (!(low <= high) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException("no range from " + low + " to " + high);
    }
    return low + (high - low) * nextDouble();
  }

  /** Standard normal (Box-Muller); moves by 2. */
  public double nextGaussian() {
    // 1 - u is in (0, 1], where the logarithm is finite. StrictMath, because Math may answer with
    // other last bits on another machine.
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /**
   * A uniform permutation of 0..n-1 (Fisher-Yates); moves by n-1 or slightly more.
   *
   * @throws IllegalArgumentException if n is negative
   */
  public int[] permutation(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("no permutation of " + n + " things");
    }
    int[] order = new int[n];
    for (int i = 1; i < n; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long at(long key, long counter) {
    // The key enters both rounds: with one round, two streams would be the same sequence shifted.
    return mix(mix(key + GOLDEN * counter) ^ Long.rotateLeft(key, 32) * GOLDEN);
  }

  private static long absorb(long state, Object... keys) {
    long h = state;
    for (Object k : keys) {
      if (k instanceof Long || k instanceof Integer || k instanceof Short || k instanceof Byte) {
        h = absorb(h, ((Number) k).longValue());
      } else if (k instanceof String text) {
        h = absorb(h, text);
      } else if (k instanceof Enum<?> constant) {
        h = absorb(h, constant.name());
      } else {
        throw new IllegalArgumentException(
            "a key must be a whole number, a string or an enum constant, not " + k);
      }
    }
    return h;
  }

  private static long absorb(long state, long key) {
    // The state is multiplied and the key is not, so that equal seed and key, or the same two keys
    // in
    // another order, do not cancel.
    return mix(state * ODD + mix(key + TEXT));
  }

  private static long absorb(long state, String text) {
    long h = absorb(state ^ TEXT, text.length());
    for (int i = 0; i < text.length(); i++) {
      h = mix((h ^ text.charAt(i)) + GOLDEN);
    }
    return h;
  }

  private static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
    return y ^ (y >>> 31);
  }
}
