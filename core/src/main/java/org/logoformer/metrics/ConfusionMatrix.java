package org.logoformer.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.logoformer.error.DataException;

/**
 * How often each label met each prediction; immutable.
 *
 * <p>A class without clips has no recall (NaN) and does not count in UAR, which is the mean over
 * the classes that are present; without any clip UAR and WAR are NaN. Macro F1 is the mean over the
 * classes that have clips or predictions, as scikit-learn takes it: one that is predicted but never
 * there counts with 0.
 */
public final class ConfusionMatrix {
  private final long[][] counts;

  private ConfusionMatrix(long[][] counts) {
    this.counts = counts;
  }

  /**
   * Counts clips.
   *
   * @param labels of the clips, 0..classes-1
   * @param predictions of the same clips in the same order
   * @throws DataException if a label or prediction is no class
   */
  public static ConfusionMatrix of(int classes, int[] labels, int[] predictions) {
    if (labels.length != predictions.length) {
      throw new IllegalArgumentException(
          labels.length + " labels for " + predictions.length + " predictions");
    }
    long[][] counts = new long[classes][classes];
    for (int i = 0; i < labels.length; i++) {
      counts[legal(labels[i], classes)][legal(predictions[i], classes)]++;
    }
    return new ConfusionMatrix(counts);
  }

  /**
   * A matrix that was counted before.
   *
   * @param counts {@code [label][prediction]}
   * @throws DataException if it is not square or has a negative count
   */
  public static ConfusionMatrix ofCounts(long[][] counts) {
    for (long[] row : counts) {
      if (row.length != counts.length || Arrays.stream(row).anyMatch(n -> n < 0)) {
        throw new DataException(
            "A confusion matrix of %d classes cannot have the row %s: count it again"
                .formatted(counts.length, Arrays.toString(row)));
      }
    }
    return new ConfusionMatrix(copy(counts));
  }

  /** The matrix of the clips of both. */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (classes() != other.classes()) {
      throw new IllegalArgumentException(classes() + " classes and " + other.classes());
    }
    long[][] sum = copy(counts);
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum.length; j++) {
        sum[i][j] += other.counts[i][j];
      }
    }
    return new ConfusionMatrix(sum);
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** A copy: {@code [label][prediction]}. */
  public long[][] counts() {
    return copy(counts);
  }

  /** All clips. */
  public long clips() {
    return IntStream.range(0, classes()).mapToLong(this::clips).sum();
  }

  /** Clips of a class. */
  public long clips(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  /** Share of the clips of a class that were predicted right; NaN for a class without clips. */
  public double recall(int label) {
    return counts[label][label] / (double) clips(label);
  }

  /** Share of the predictions of a class that are right; NaN for a class never predicted. */
  public double precision(int label) {
    return counts[label][label] / (double) predictions(label);
  }

  /**
   * Harmonic mean of recall and precision, 2 TP / (2 TP + FP + FN); NaN for a class with neither
   * clips nor predictions.
   */
  public double f1(int label) {
    return 2 * counts[label][label] / (double) (clips(label) + predictions(label));
  }

  /** Mean of F1 over the classes with clips or predictions; NaN without clips. */
  public double macroF1() {
    return IntStream.range(0, classes())
        .mapToDouble(this::f1)
        .filter(f1 -> !Double.isNaN(f1))
        .average()
        .orElse(Double.NaN);
  }

  /** How often a class was predicted. */
  public long predictions(int label) {
    return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
  }

  /** Unweighted average recall over the classes that have clips; NaN without clips. */
  public double uar() {
    return IntStream.range(0, classes())
        .filter(label -> clips(label) > 0)
        .mapToDouble(this::recall)
        .average()
        .orElse(Double.NaN);
  }

  /** Weighted average recall, the share of all clips predicted right; NaN without clips. */
  public double war() {
    long right = IntStream.range(0, classes()).mapToLong(label -> counts[label][label]).sum();
    return right / (double) clips();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix that && Arrays.deepEquals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.deepToString(counts);
  }

  private static int legal(int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new DataException(
          "%d is no class: there are %d, from 0; check model.classes and the labels"
              .formatted(label, classes));
    }
    return label;
  }

  private static long[][] copy(long[][] counts) {
    return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }
}
