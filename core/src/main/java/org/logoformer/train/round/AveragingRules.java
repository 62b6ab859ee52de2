package org.logoformer.train.round;

import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.Exact;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.config.TrainConfig.Stragglers;

/**
 * What the driver goes by when it averages.
 *
 * @param outer what is done with the mean
 * @param exact what happens when a worker lands on a machine that computes other bits
 * @param stragglers whether a round waits for its slowest worker
 * @param stragglerFactor times the median worker's time, after which a worker is dropped
 * @param rounds whether the workers stay between rounds
 */
public record AveragingRules(
    Outer outer,
    Exact exact,
    Stragglers stragglers,
    double stragglerFactor,
    TrainConfig.Rounds rounds) {
  /** The mean of all workers, exactly. */
  public static final AveragingRules PLAIN =
      new AveragingRules(
          Averaging.PLAIN, Exact.STRICT, Stragglers.WAIT, 3, TrainConfig.Rounds.AUTO);

  /** The rules that the settings of a run describe. */
  public static AveragingRules of(TrainConfig train) {
    return new AveragingRules(
        train.outer(), train.exact(), train.stragglers(), train.stragglerFactor(), train.rounds());
  }
}
