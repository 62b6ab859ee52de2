package org.logoformer.metrics;

import java.util.function.IntUnaryOperator;

/**
 * What two classifiers make of the same clips: how often each label met each pair of predictions.
 */
public final class PairedMatrix {
  private final int classes;

  /** Of label l and predictions a and b: at (l C + a) C + b. */
  private final long[] kinds;

  private PairedMatrix(int classes, long[] kinds) {
    this.classes = classes;
    this.kinds = kinds;
  }

  /**
   * Counts clips; all lists are in the same order.
   *
   * @throws org.logoformer.error.DataException if a label or prediction is no class
   */
  public static PairedMatrix of(int classes, int[] labels, int[] first, int[] second) {
    // They refuse what is no class.
    ConfusionMatrix.of(classes, labels, first);
    ConfusionMatrix.of(classes, labels, second);
    long[] kinds = new long[classes * classes * classes];
    for (int i = 0; i < labels.length; i++) {
      kinds[(labels[i] * classes + first[i]) * classes + second[i]]++;
    }
    return new PairedMatrix(classes, kinds);
  }

  /** The first classifier alone. */
  public ConfusionMatrix first() {
    return matrix(kind -> kind / classes % classes);
  }

  /** The second classifier alone. */
  public ConfusionMatrix second() {
    return matrix(kind -> kind % classes);
  }

  private ConfusionMatrix matrix(IntUnaryOperator prediction) {
    long[][] counts = new long[classes][classes];
    for (int kind = 0; kind < kinds.length; kind++) {
      counts[kind / classes / classes][prediction.applyAsInt(kind)] += kinds[kind];
    }
    return ConfusionMatrix.ofCounts(counts);
  }

  /** The clips that one of the two has right and the other wrong. */
  public McNemar mcNemar() {
    long onlyFirst = 0;
    long onlySecond = 0;
    for (int kind = 0; kind < kinds.length; kind++) {
      int label = kind / classes / classes;
      boolean first = kind / classes % classes == label;
      boolean second = kind % classes == label;
      onlyFirst += first && !second ? kinds[kind] : 0;
      onlySecond += second && !first ? kinds[kind] : 0;
    }
    return new McNemar(onlyFirst, onlySecond);
  }

  /** First minus second: UAR, WAR, then the recall of each class; NaN for a class without clips. */
  public double[] differences() {
    ConfusionMatrix one = first();
    ConfusionMatrix other = second();
    double[] differences = new double[2 + classes];
    differences[0] = one.uar() - other.uar();
    differences[1] = one.war() - other.war();
    for (int c = 0; c < classes; c++) {
      differences[2 + c] = one.recall(c) - other.recall(c);
    }
    return differences;
  }

  /** Where the {@link #differences} lie: clips are drawn with both predictions of each. */
  public Interval[] intervals(Bootstrap how) {
    return how.intervals(kinds, drawn -> new PairedMatrix(classes, drawn).differences());
  }
}
