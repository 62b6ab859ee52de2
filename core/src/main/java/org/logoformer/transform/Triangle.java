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

  // Sizes repeat within a set; the bound keeps images of thousands of sizes from piling up.
  private static final int REMEMBERED = 1024;
  private static final Map<Key, Triangle> FILTERS = new ConcurrentHashMap<>();

  private record Key(int from, int to, double reach) {}

  private final int[] first; // per output, the first sample that counts
  private final int[][] weights; // per output, one weight per sample from there on

  private Triangle(int[] first, int[][] weights) {
    this.first = first;
    this.weights = weights;
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
    return new Triangle(first, weights);
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

  /** Filters one row of RGB pixels. */
  void alongRow(byte[] in, int from, byte[] out, int at) {
    int to = at;
    for (int i = 0; i < first.length; i++) {
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      int pixel = from + first[i] * 3;
      for (int weight : weights[i]) {
        red += weight * (in[pixel] & 0xff);
        green += weight * (in[pixel + 1] & 0xff);
        blue += weight * (in[pixel + 2] & 0xff);
        pixel += 3;
      }
      out[to] = clipped(red);
      out[to + 1] = clipped(green);
      out[to + 2] = clipped(blue);
      to += 3;
    }
  }

  /** Filters rows of {@code width} samples into each other, from the start of {@code in}. */
  void alongColumns(byte[] in, int width, byte[] out, int at) {
    int[] sums = new int[width];
    for (int i = 0; i < first.length; i++) {
      Arrays.fill(sums, HALF);
      int row = first[i] * width;
      for (int weight : weights[i]) {
        for (int x = 0; x < width; x++) {
          sums[x] += weight * (in[row + x] & 0xff);
        }
        row += width;
      }
      for (int x = 0; x < width; x++) {
        out[at + i * width + x] = clipped(sums[x]);
      }
    }
  }

  // Rounded weights may add up to a little more than one.
  private static byte clipped(int sum) {
    return (byte) Math.min(255, sum >> FRACTION_BITS);
  }
}
