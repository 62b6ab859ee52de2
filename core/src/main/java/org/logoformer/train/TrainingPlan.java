package org.logoformer.train;

import java.io.Serializable;
import java.util.List;

/**
 * What the plans of all epochs have in common.
 *
 * @param batch references per step over all workers
 * @param stepsPerRound the averaging frequency H
 */
public record TrainingPlan(long seed, int batch, int workers, int stepsPerRound)
    implements Serializable {
  public TrainingPlan {
    if (batch < 1 || workers < 1 || stepsPerRound < 1) {
      throw new IllegalArgumentException(
          "batch, workers and stepsPerRound must be at least 1, not %d, %d, %d"
              .formatted(batch, workers, stepsPerRound));
    }
  }

  /** The plan of an epoch, from 0. */
  public EpochPlan epoch(int epoch, List<String> references) {
    return EpochPlan.of(seed, epoch, references, batch, workers);
  }
}
