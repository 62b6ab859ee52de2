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
   * @param startEpoch epochs of cross entropy alone
   * @param warmupEpochs epochs after those in which the weight rises to lambda
   */
  public record Compact(Form form, double weight, int startEpoch, int warmupEpochs) {
    public Compact {
      Require.atLeast("loss.compact.weight", weight, 0.0);
      Require.atLeast("loss.compact.start-epoch", startEpoch, 0);
      Require.atLeast("loss.compact.warmup-epochs", warmupEpochs, 0);
    }

    /** Weight of the term in {@code epoch}, from 0: 0, then linearly up to lambda. */
    public double weight(int epoch) {
      if (epoch < startEpoch) {
        return 0;
      }
      return weight * Math.min(1, (epoch - startEpoch + 1.0) / (warmupEpochs + 1.0));
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
