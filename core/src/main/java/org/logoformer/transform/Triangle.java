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
  static final int FRACTION_BITS = 22;
  private static final int HALF = 1 << (FRACTION_BITS - 1);
  private static final long HALVES = ((long) HALF << 32) | HALF;
  private static final int FEWEST_TAPS = 4; // as many as are written out below

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
    this.taps =
        Math.max(FEWEST_TAPS, Arrays.stream(weights).mapToInt(w -> w.length).max().orElse(0));
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

  int inputs() {
    return inputs;
  }

  int outputs() {
    return first.length;
  }

  /** Samples that each output takes, of which the last may lie behind the end and weigh nothing. */
  int taps() {
    return taps;
  }

  /** The sample behind the last one that an output needs. */
  int end(int output) {
    return Math.min(inputs, first[output] + taps);
  }

  /**
   * Filters two rows of pixels.
   *
   * @param red of the upper row in the lower halves, of the lower row in the upper ones
   * @param upper receives RGB samples of the upper row
   * @param lower receives those of the lower row
   */
  void alongRows(long[] red, long[] green, long[] blue, int[] upper, int[] lower) {
    for (int i = 0, w = 0, to = 0; i < first.length; i++, w += taps, to += 3) {
      int p = first[i];
      long w0 = weights[w];
      long w1 = weights[w + 1];
      long w2 = weights[w + 2];
      long w3 = weights[w + 3];
      long r = HALVES + red[p] * w0 + red[p + 1] * w1 + red[p + 2] * w2 + red[p + 3] * w3;
      long g = HALVES + green[p] * w0 + green[p + 1] * w1 + green[p + 2] * w2 + green[p + 3] * w3;
      long b = HALVES + blue[p] * w0 + blue[p + 1] * w1 + blue[p + 2] * w2 + blue[p + 3] * w3;
      for (int k = FEWEST_TAPS; k < taps; k++) {
        long weight = weights[w + k];
        r += red[p + k] * weight;
        g += green[p + k] * weight;
        b += blue[p + k] * weight;
      }
      upper[to] = ((int) r) >>> FRACTION_BITS;
      upper[to + 1] = ((int) g) >>> FRACTION_BITS;
      upper[to + 2] = ((int) b) >>> FRACTION_BITS;
      lower[to] = (int) (r >>> (32 + FRACTION_BITS));
      lower[to + 1] = (int) (g >>> (32 + FRACTION_BITS));
      lower[to + 2] = (int) (b >>> (32 + FRACTION_BITS));
    }
  }

  /**
   * Filters rows into each other.
   *
   * @param output which row of the result
   * @param rows row y at y modulo their number
   * @param line samples of a row
   * @param sums receives it, in fixed-point numbers
   */
  void alongColumns(int output, int[][] rows, int line, int[] sums) {
    int w = output * taps;
    int row = first[output];
    four(
        rows[row % rows.length],
        rows[(row + 1) % rows.length],
        rows[(row + 2) % rows.length],
        rows[(row + 3) % rows.length],
        w,
        line,
        sums);
    for (int k = FEWEST_TAPS; k < taps; k++) {
      add(rows[(row + k) % rows.length], weights[w + k], line, sums);
    }
  }

  private void four(int[] a, int[] b, int[] c, int[] d, int w, int line, int[] sums) {
    int w0 = weights[w];
    int w1 = weights[w + 1];
    int w2 = weights[w + 2];
    int w3 = weights[w + 3];
    for (int x = 0; x < line; x++) {
      sums[x] = HALF + w0 * a[x] + w1 * b[x] + w2 * c[x] + w3 * d[x];
    }
  }

  private static void add(int[] row, int weight, int line, int[] sums) {
    for (int x = 0; x < line; x++) {
      sums[x] += weight * row[x];
    }
  }
}
