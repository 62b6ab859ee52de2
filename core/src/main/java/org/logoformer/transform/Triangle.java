package org.logoformer.transform;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The triangle (tent) filter that takes a line of {@code from} samples to {@code to} samples.
 *
 * <p>Output i lies at c = (i + 1/2) from/to of the input; sample k, at k + 1/2, weighs max(0, 1 -
 * |k + 1/2 - c| / s), with s = max(1, from/to) when antialiased and 1 otherwise. Weights are
 * normalised over the samples that exist, so borders neither darken nor mirror. They are held as
 * fixed-point numbers of 22 fraction bits: 32 less 8 of the sample and 2 of headroom, which is the
 * precision Pillow documents for 8-bit images, and makes the result the same on every machine.
 */
final class Triangle {
  private static final int FRACTION_BITS = 22;
  private static final int HALF = 1 << (FRACTION_BITS - 1);
  private static final int GROUP = 4; // taps, as many as are written out below

  // Sizes repeat within a set; the bound keeps images of thousands of sizes from piling up.
  private static final int REMEMBERED = 1024;
  private static final Map<Key, Triangle> FILTERS = new ConcurrentHashMap<>();

  private record Key(int from, int to, double reach) {}

  private final int inputs;
  private final int[] first; // per output, the first sample that counts
  private final int taps; // samples per output, of which the last may weigh nothing
  private final int[] weights; // per output, one weight per sample from there on

  private Triangle(int inputs, int[] first, int[][] weights) {
    this.inputs = inputs;
    this.first = first;
    this.taps = Math.max(GROUP, Arrays.stream(weights).mapToInt(w -> w.length).max().orElse(0));
    this.weights = new int[Math.multiplyExact(first.length, taps)];
    for (int i = 0; i < first.length; i++) {
      System.arraycopy(weights[i], 0, this.weights, i * taps, weights[i].length);
    }
    for (int[] of : weights) {
      requireBytes(of);
    }
  }

  // Rounding is up in the middle of two numbers, which all weights can lie in: 4096 to 1 has 1/2,
  // 3/2, 5/2 and so on, 2048 too much together. With more samples weights are closer than 1, and
  // what is rounded up and down evens out.
  private static void requireBytes(int[] weights) {
    if (Arrays.stream(weights).asLongStream().sum() * 255 + HALF >= 256L << FRACTION_BITS) {
      throw new ArithmeticException("The weights of " + weights.length + " samples exceed one");
    }
  }

  static Triangle antialiased(int from, int to) {
    return remembered(new Key(from, to, Math.max(1, (double) from / to)));
  }

  static Triangle plain(int from, int to) {
    return remembered(new Key(from, to, 1));
  }

  private static Triangle remembered(Key key) {
    if (FILTERS.size() > REMEMBERED) {
      FILTERS.clear();
    }
    return FILTERS.computeIfAbsent(key, k -> of(k.from, k.to, k.reach));
  }

  private static Triangle of(int from, int to, double reach) {
    int[] first = new int[to];
    int[][] weights = new int[to][];
    double factor = (double) from / to;
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * factor;
      // The samples whose middle is within reach, to the nearest; the outermost may weigh nothing.
      int low = Math.max(0, (int) (centre - reach + 0.5));
      int high = Math.min(from, (int) (centre + reach + 0.5));
      first[i] = low;
      weights[i] = fixedPoint(tent(low, high, centre, reach));
    }
    return new Triangle(from, first, weights);
  }

  private static double[] tent(int low, int high, double centre, double reach) {
    double[] tent = new double[high - low];
    double scale = 1 / reach;
    for (int k = 0; k < tent.length; k++) {
      tent[k] = Math.max(0, 1 - Math.abs((k + low - centre + 0.5) * scale));
    }
    double sum = Arrays.stream(tent).reduce(0, Double::sum);
    for (int k = 0; k < tent.length; k++) {
      tent[k] /= sum;
    }
    return tent;
  }

  private static int[] fixedPoint(double[] weights) {
    return Arrays.stream(weights).mapToInt(w -> (int) (0.5 + w * (1 << FRACTION_BITS))).toArray();
  }

  /**
   * Filters lines of pixels into each other.
   *
   * @param output which line of the result
   * @param lines those of the input; a pixel is a word, as in {@link org.logoformer.clip.Picture}
   * @param count pixels of a line
   * @param sums room for them
   * @param into receives the line
   */
  void filter(int output, int[][] lines, int count, Sums sums, int[] into) {
    int p = first[output];
    int w = output * taps;
    if (taps == GROUP) {
      int[] a = line(lines, p);
      int[] b = line(lines, p + 1);
      int[] c = line(lines, p + 2);
      if (weights[w + 3] == 0) {
        three(a, b, c, w, count, into);
      } else {
        four(a, b, c, line(lines, p + 3), w, count, into);
      }
      return;
    }
    sums.begin(count);
    for (int k = 0; k < taps; k++) {
      sums.add(line(lines, p + k), weights[w + k], count);
    }
    sums.finish(count, into);
  }

  /** A line; behind the last one is what weighs nothing. */
  private int[] line(int[][] lines, int at) {
    return lines[Math.min(at, inputs - 1)];
  }

  // What nearly all sizes take, without a trip to memory between the taps. From 224 to 128 pixels,
  // three of four outputs have three taps.
  private void three(int[] a, int[] b, int[] c, int w, int count, int[] into) {
    int w0 = weights[w];
    int w1 = weights[w + 1];
    int w2 = weights[w + 2];
    // One loop a channel: with all three in one, the compiler makes no vectors.
    for (int x = 0; x < count; x++) {
      int sum = w0 * (a[x] >>> 24) + w1 * (b[x] >>> 24) + w2 * (c[x] >>> 24);
      into[x] = (HALF + sum) >>> FRACTION_BITS << 24;
    }
    for (int x = 0; x < count; x++) {
      int sum =
          w0 * ((a[x] >>> 16) & 0xff) + w1 * ((b[x] >>> 16) & 0xff) + w2 * ((c[x] >>> 16) & 0xff);
      into[x] |= (HALF + sum) >>> FRACTION_BITS << 16;
    }
    for (int x = 0; x < count; x++) {
      int sum =
          w0 * ((a[x] >>> 8) & 0xff) + w1 * ((b[x] >>> 8) & 0xff) + w2 * ((c[x] >>> 8) & 0xff);
      into[x] |= (HALF + sum) >>> FRACTION_BITS << 8;
    }
  }

  private void four(int[] a, int[] b, int[] c, int[] d, int w, int count, int[] into) {
    int w0 = weights[w];
    int w1 = weights[w + 1];
    int w2 = weights[w + 2];
    int w3 = weights[w + 3];
    for (int x = 0; x < count; x++) {
      int sum = w0 * (a[x] >>> 24) + w1 * (b[x] >>> 24) + w2 * (c[x] >>> 24) + w3 * (d[x] >>> 24);
      into[x] = (HALF + sum) >>> FRACTION_BITS << 24;
    }
    for (int x = 0; x < count; x++) {
      int sum =
          w0 * ((a[x] >>> 16) & 0xff)
              + w1 * ((b[x] >>> 16) & 0xff)
              + w2 * ((c[x] >>> 16) & 0xff)
              + w3 * ((d[x] >>> 16) & 0xff);
      into[x] |= (HALF + sum) >>> FRACTION_BITS << 16;
    }
    for (int x = 0; x < count; x++) {
      int sum =
          w0 * ((a[x] >>> 8) & 0xff)
              + w1 * ((b[x] >>> 8) & 0xff)
              + w2 * ((c[x] >>> 8) & 0xff)
              + w3 * ((d[x] >>> 8) & 0xff);
      into[x] |= (HALF + sum) >>> FRACTION_BITS << 8;
    }
  }

  /** The fixed-point samples of one line while taps are added to it. */
  static final class Sums {
    private int[] red = {};
    private int[] green = {};
    private int[] blue = {};

    private void begin(int count) {
      if (red.length < count) {
        red = new int[count];
        green = new int[count];
        blue = new int[count];
      }
      Arrays.fill(red, 0, count, HALF);
      Arrays.fill(green, 0, count, HALF);
      Arrays.fill(blue, 0, count, HALF);
    }

    private void add(int[] line, int weight, int count) {
      int[] r = red;
      int[] g = green;
      int[] b = blue;
      for (int x = 0; x < count; x++) {
        int word = line[x];
        r[x] += weight * (word >>> 24);
        g[x] += weight * ((word >>> 16) & 0xff);
        b[x] += weight * ((word >>> 8) & 0xff);
      }
    }

    private void finish(int count, int[] into) {
      int[] r = red;
      int[] g = green;
      int[] b = blue;
      for (int x = 0; x < count; x++) {
        into[x] =
            (r[x] >>> FRACTION_BITS << 24)
                | (g[x] >>> FRACTION_BITS << 16)
                | (b[x] >>> FRACTION_BITS << 8);
      }
    }
  }
}
