package org.logoformer.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Block {@code optimiser}: SGD with momentum, its learning rate over time, and SAM.
 *
 * @param lr learning rate before the schedule
 * @param lrFactors on the learning rate, by part of the network
 */
public record OptimiserConfig(
    double lr,
    double momentum,
    double weightDecay,
    Map<String, Double> lrFactors,
    Schedule schedule,
    Sam sam) {

  /** The course of the learning rate after the warm-up. */
  public enum ScheduleKind {
    CONSTANT,
    STEP,
    COSINE
  }

  /** Which ascent SAM takes, and how often. */
  public enum SamVariant {
    SAM,
    ASAM,
    PERIODIC,
    LOOKSAM
  }

  /** Which parameters ASAM perturbs in proportion to their size. */
  public enum SamScaled {
    /** Every trained one: T of the paper's algorithm for all of w. */
    ALL,
    /**
     * Those with "weight" in their name, as the authors' code does: convolutions, linears and the
     * scales of normalisations. Biases, CLS and positions are perturbed as SAM does.
     */
    WEIGHTS
  }

  /**
   * The learning rate over time.
   *
   * @param warmupEpochs epochs of linear warm-up in front
   */
  public record Schedule(ScheduleKind kind, Step step, int warmupEpochs) {
    public Schedule {
      Require.atLeast("optimiser.schedule.warmup-epochs", warmupEpochs, 0);
    }
  }

  /**
   * Decay in steps.
   *
   * @param epochs between steps
   * @param factor on the learning rate at each
   */
  public record Step(int epochs, double factor) {
    public Step {
      Require.atLeast("optimiser.schedule.step.epochs", epochs, 1);
      Require.positive("optimiser.schedule.step.factor", factor);
    }
  }

  /**
   * Sharpness-aware minimisation.
   *
   * @param rho radius of the perturbation; 0 is plain SGD
   * @param every steps between ascents, for the periodic variants
   * @param scaled by their size, for ASAM
   */
  public record Sam(double rho, SamVariant variant, int every, SamScaled scaled) {
    public Sam {
      Require.atLeast("optimiser.sam.rho", rho, 0.0);
      Require.atLeast("optimiser.sam.every", every, 1);
    }
  }

  public OptimiserConfig {
    Require.positive("optimiser.lr", lr);
    lrFactors = Collections.unmodifiableMap(new TreeMap<>(lrFactors));
    lrFactors.forEach((part, factor) -> Require.positive("optimiser.lr-factors." + part, factor));
    Require.belowOne("optimiser.momentum", momentum);
    Require.atLeast("optimiser.weight-decay", weightDecay, 0.0);
  }
}
