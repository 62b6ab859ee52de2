package org.logoformer.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well a network recognises a test split.
 *
 * @param uar unweighted average recall, 0 to 1
 * @param war accuracy, 0 to 1
 * @param recalls by class; NaN for a class without clips
 * @param clips tested
 */
public record Scores(double uar, double war, List<Double> recalls, long clips) {
  public Scores {
    recalls = List.copyOf(recalls);
  }

  /**
   * Scores of predictions. UAR is the mean over the classes that occur.
   *
   * @param labels and {@code predictions} in the same order, at least one
   */
  public static Scores of(int[] labels, int[] predictions, int classes) {
    long[] clips = new long[classes];
    long[] right = new long[classes];
    for (int i = 0; i < labels.length; i++) {
      clips[labels[i]]++;
      right[labels[i]] += labels[i] == predictions[i] ? 1 : 0;
    }
    List<Double> recalls = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      recalls.add(clips[c] == 0 ? Double.NaN : (double) right[c] / clips[c]);
    }
    double uar =
        recalls.stream().filter(r -> !r.isNaN()).mapToDouble(r -> r).average().orElse(Double.NaN);
    double war = (double) Arrays.stream(right).sum() / labels.length;
    return new Scores(uar, war, recalls, labels.length);
  }
}
