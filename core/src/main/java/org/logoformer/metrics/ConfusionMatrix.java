package org.logoformer.metrics;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
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

  /** Clips and predictions of each class; a bootstrap asks for them very often. */
  private final long[] clips;

  private final long[] predictions;

  /**
   * Keeps the array.
   *
   * @param counts {@code [label][prediction]}, square
   */
  ConfusionMatrix(long[][] counts) {
    this.counts = counts;
    this.clips = new long[counts.length];
    this.predictions = new long[counts.length];
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        clips[i] += counts[i][j];
        predictions[j] += counts[i][j];
      }
    }
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
      if (row.length != counts.length || hasNegative(row)) {
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
    long all = 0;
    for (long ofClass : clips) {
      all += ofClass;
    }
    return all;
  }

  /** Clips of a class. */
  public long clips(int label) {
    return clips[label];
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
    DoubleSummaryStatistics known = new DoubleSummaryStatistics();
    for (int label = 0; label < classes(); label++) {
      if (clips[label] + predictions[label] > 0) {
        known.accept(f1(label));
      }
    }
    return mean(known);
  }

  /** How often a class was predicted. */
  public long predictions(int label) {
    return predictions[label];
  }

  /** Unweighted average recall over the classes that have clips; NaN without clips. */
  public double uar() {
    DoubleSummaryStatistics present = new DoubleSummaryStatistics();
    for (int label = 0; label < classes(); label++) {
      if (clips[label] > 0) {
        present.accept(recall(label));
      }
    }
    return mean(present);
  }

  private static double mean(DoubleSummaryStatistics values) {
    return values.getCount() == 0 ? Double.NaN : values.getAverage();
  }

  /** Weighted average recall, the share of all clips predicted right; NaN without clips. */
  public double war() {
    long right = 0;
    for (int label = 0; label < classes(); label++) {
      right += counts[label][label];
    }
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

  private static boolean hasNegative(long[] row) {
    for (long count : row) {
      if (count < 0) {
        return true;
      }
    }
    return false;
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
    long[][] copy = new long[counts.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = counts[i].clone();
    }
    return copy;
  }
}
