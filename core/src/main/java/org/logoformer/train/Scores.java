package org.logoformer.train;

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
}
