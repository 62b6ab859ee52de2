package org.logoformer.train.metrics;

import java.util.List;
import java.util.stream.IntStream;
import org.logoformer.metrics.ConfusionMatrix;

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

  /** What a training log says of a matrix. */
  public static Scores of(ConfusionMatrix matrix) {
    List<Double> recalls = IntStream.range(0, matrix.classes()).mapToObj(matrix::recall).toList();
    return new Scores(matrix.uar(), matrix.war(), recalls, matrix.clips());
  }
}
