package org.logoformer.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * Bootstrap intervals of the figures of a confusion matrix. A class that a resample happens to lack
 * is not in its UAR's mean, as with any other clips.
 *
 * @param drawn how
 * @param recalls of each class; none in files of earlier versions
 */
public record Intervals(
    Bootstrap drawn, Interval uar, Interval war, Interval macroF1, List<Interval> recalls) {
  private static final int FIRST_RECALL = 3;

  /** Copies the list. */
  public Intervals {
    recalls = List.copyOf(recalls);
  }

  /** The intervals of a matrix, all of them from the same resamples. */
  public static Intervals of(ConfusionMatrix matrix, Bootstrap drawn) {
    long[] kinds = Arrays.stream(matrix.counts()).flatMapToLong(Arrays::stream).toArray();
    int classes = matrix.classes();
    Interval[] of = drawn.intervals(kinds, counts -> figures(matrix(counts, classes)));
    return new Intervals(
        drawn, of[0], of[1], of[2], Arrays.asList(of).subList(FIRST_RECALL, of.length));
  }

  private static double[] figures(ConfusionMatrix again) {
    double[] figures = new double[FIRST_RECALL + again.classes()];
    figures[0] = again.uar();
    figures[1] = again.war();
    figures[2] = again.macroF1();
    for (int c = 0; c < again.classes(); c++) {
      figures[FIRST_RECALL + c] = again.recall(c);
    }
    return figures;
  }

  private static ConfusionMatrix matrix(long[] counts, int classes) {
    long[][] rows = new long[classes][];
    for (int i = 0; i < classes; i++) {
      rows[i] = Arrays.copyOfRange(counts, i * classes, (i + 1) * classes);
    }
    return new ConfusionMatrix(rows);
  }
}
