package org.logoformer.metrics;

import java.util.Arrays;

/**
 * Bootstrap intervals of the figures of a confusion matrix. A class that a resample happens to lack
 * is not in its UAR's mean, as with any other clips.
 *
 * @param drawn how
 */
public record Intervals(Bootstrap drawn, Interval uar, Interval war, Interval macroF1) {
  /** The intervals of a matrix. */
  public static Intervals of(ConfusionMatrix matrix, Bootstrap drawn) {
    long[] kinds = Arrays.stream(matrix.counts()).flatMapToLong(Arrays::stream).toArray();
    Interval[] of =
        drawn.intervals(
            kinds,
            counts -> {
              ConfusionMatrix again = matrix(counts, matrix.classes());
              return new double[] {again.uar(), again.war(), again.macroF1()};
            });
    return new Intervals(drawn, of[0], of[1], of[2]);
  }

  private static ConfusionMatrix matrix(long[] counts, int classes) {
    long[][] rows = new long[classes][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(counts, i * classes, (i + 1) * classes));
    return ConfusionMatrix.ofCounts(rows);
  }
}
