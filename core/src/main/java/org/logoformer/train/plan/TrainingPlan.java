package org.logoformer.train.plan;

import java.io.Serializable;
import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;

/**
 * What the plans of all epochs have in common.
 *
 * @param batch references per step over all workers
 * @param stepsPerRound the averaging frequency H
 * @param postLocalEpochs epochs at the start in which it is 1 (post-local SGD, Lin et al., 2020)
 */
public record TrainingPlan(
    long seed, int batch, int workers, int stepsPerRound, int postLocalEpochs)
    implements Serializable {
  /** The same averaging frequency in all epochs. */
  public TrainingPlan(long seed, int batch, int workers, int stepsPerRound) {
    this(seed, batch, workers, stepsPerRound, 0);
  }

  /** The plan that the settings of a run describe. */
  public static TrainingPlan of(LogoConfig config) {
    TrainConfig train = config.train();
    return new TrainingPlan(
        config.run().seed(),
        train.batch(),
        train.workers(),
        train.averagingFrequency(),
        train.postLocalEpochs());
  }

  public TrainingPlan {
    if (batch < 1 || workers < 1 || stepsPerRound < 1) {
      throw new IllegalArgumentException(
          "batch, workers and stepsPerRound must be at least 1, not %d, %d, %d"
              .formatted(batch, workers, stepsPerRound));
    }
  }

  /** The averaging frequency of an epoch, from 0. */
  public int stepsPerRound(int epoch) {
    return epoch < postLocalEpochs ? 1 : stepsPerRound;
  }

  /** The plan of an epoch, from 0. */
  public EpochPlan epoch(int epoch, List<String> references) {
    return EpochPlan.of(seed, epoch, references, batch, workers);
  }
}
