package org.logoformer.quality;

import java.util.Arrays;

/**
 * 64 bits that say how a picture looks: they differ little between copies that were scaled, coded
 * again, made brighter or darker, and much between different pictures.
 *
 * <p>The hash by the discrete cosine transform of C. Zauner, "Implementation and Benchmarking of
 * Perceptual Image Hash Functions" (2010), section 3.2.1, as the library pHash has it: luma at 32 x
 * 32 pixels, the transform's lowest 8 x 8 waves without the constant ones, and of each whether it
 * is above the median of all 64.
 */
public final class PerceptualHash {
  /** Rows and columns of the picture that is hashed. */
  public static final int SIDE = 32;

  private static final int WAVES = 8;

  /** Row k is the wave of k + 1 half periods over the picture. */
  private static final double[][] COSINES = cosines();

  private PerceptualHash() {}

  /**
   * The hash of a picture.
   *
   * @param luma of {@link #SIDE} x {@link #SIDE} pixels, row by row, on any scale
   */
  public static long of(double[] luma) {
    double[][] byRows = new double[WAVES][SIDE]; // [wave along x][y]
    for (int wave = 0; wave < WAVES; wave++) {
      for (int y = 0; y < SIDE; y++) {
        byRows[wave][y] = dot(COSINES[wave], luma, y * SIDE);
      }
    }
    double[] strengths = new double[WAVES * WAVES];
    for (int v = 0; v < WAVES; v++) {
      for (int u = 0; u < WAVES; u++) {
        strengths[v * WAVES + u] = dot(COSINES[v], byRows[u], 0);
      }
    }
    double median = median(strengths);
    long hash = 0;
    for (int i = 0; i < strengths.length; i++) {
      hash |= strengths[i] > median ? 1L << i : 0;
    }
    return hash;
  }

  /** In how many of their 64 bits two hashes differ. */
  public static int distance(long a, long b) {
    return Long.bitCount(a ^ b);
  }

  private static double dot(double[] wave, double[] values, int from) {
    double sum = 0;
    for (int i = 0; i < SIDE; i++) {
      sum += wave[i] * values[from + i];
    }
    return sum;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
  }

  private static double[][] cosines() {
    double[][] waves = new double[WAVES][SIDE];
    for (int k = 0; k < WAVES; k++) {
      for (int i = 0; i < SIDE; i++) {
        // StrictMath: the same bits on every machine.
        waves[k][i] = StrictMath.cos(Math.PI / SIDE * (i + 0.5) * (k + 1));
      }
    }
    return waves;
  }
}
