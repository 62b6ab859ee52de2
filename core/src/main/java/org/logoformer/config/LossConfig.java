package org.logoformer.config;

import java.util.List;

/**
 * Block {@code loss}.
 *
 * @param classWeights one per class, or empty
 */
public record LossConfig(
    Compact compact, Center center, Ec ec, double labelSmoothing, List<Double> classWeights) {

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

  /**
   * Center loss (Wen et al., 2016).
   *
   * @param weight 0 for none
   * @param rate alpha, with which a class's center follows its features
   */
  public record Center(double weight, double rate) {
    public Center {
      Require.atLeast("loss.center.weight", weight, 0.0);
      Require.between("loss.center.rate", rate, 0, 1);
    }
  }

  /**
   * The expression-clustered loss of EC-STFL (Jiang et al., 2020).
   *
   * @param weight 0 for none
   * @param epsilon added to the distance between clips of different classes
   */
  public record Ec(double weight, double epsilon) {
    public Ec {
      Require.atLeast("loss.ec.weight", weight, 0.0);
      Require.positive("loss.ec.epsilon", epsilon);
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

  /** Whether a term reads the features in front of the classifier. */
  public boolean readsFeatures() {
    return center.weight() > 0 || ec.weight() > 0;
  }
}
