package org.logoformer.config;

import java.util.List;

/**
 * Block {@code loss}.
 *
 * @param classWeights one per class, or empty
 */
public record LossConfig(Compact compact, double labelSmoothing, List<Double> classWeights) {

  /** Which reading of the compact loss: the text's, or Eq. 12 as typeset. */
  public enum Form {
    SYMMETRIC,
    PRINTED
  }

  /**
   * The compact term and its weight.
   *
   * @param weight lambda; 0 leaves plain cross entropy
   */
  public record Compact(Form form, double weight) {
    public Compact {
      Require.atLeast("loss.compact.weight", weight, 0.0);
    }
  }

  public LossConfig {
    classWeights = List.copyOf(classWeights);
    Require.belowOne("loss.label-smoothing", labelSmoothing);
    Require.that(
        classWeights.stream().allMatch(w -> w >= 0),
        "loss.class-weights",
        classWeights,
        "must not be negative");
    Require.that(
        classWeights.isEmpty() || classWeights.stream().anyMatch(w -> w > 0),
        "loss.class-weights",
        classWeights,
        "must not all be 0");
  }
}
