package org.logoformer.train.plan;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.logoformer.config.DataConfig;
import org.logoformer.config.DataConfig.Balance;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;

/**
 * What the plans of all epochs have in common.
 *
 * @param batch references per step over all workers
 * @param stepsPerRound the averaging frequency H
 * @param postLocalEpochs epochs at the start in which it is 1 (post-local SGD, Lin et al., 2020)
 * @param classes class of each reference, where all classes are to be equally frequent; empty: an
 *     epoch has each reference once
 * @param shuffle in which order an epoch comes to them
 */
public record TrainingPlan(
    long seed,
    int batch,
    int workers,
    int stepsPerRound,
    int postLocalEpochs,
    Map<String, Integer> classes,
    Shuffle shuffle)
    implements Serializable {
  /** Each reference once in an epoch, all shuffled. */
  public TrainingPlan(long seed, int batch, int workers, int stepsPerRound, int postLocalEpochs) {
    this(seed, batch, workers, stepsPerRound, postLocalEpochs, Map.of(), Shuffle.GLOBAL);
  }

  /** The same averaging frequency in all epochs. */
  public TrainingPlan(long seed, int batch, int workers, int stepsPerRound) {
    this(seed, batch, workers, stepsPerRound, 0);
  }

  /**
   * The plan that the settings of a run describe, with each reference once in an epoch and all
   * shuffled.
   */
  public static TrainingPlan of(LogoConfig config) {
    return of(config, Map.of(), Map.of());
  }

  /**
   * The plan that the settings of a run describe.
   *
   * @param classes class of each reference
   * @param shards number of the shard of each reference
   */
  public static TrainingPlan of(
      LogoConfig config, Map<String, Integer> classes, Map<String, Integer> shards) {
    TrainConfig train = config.train();
    DataConfig data = config.data();
    return new TrainingPlan(
        config.run().seed(),
        train.batch(),
        train.workers(),
        train.averagingFrequency(),
        train.postLocalEpochs(),
        data.balance() == Balance.NONE ? Map.of() : classes,
        data.shuffle() == DataConfig.Shuffle.GLOBAL
            ? Shuffle.GLOBAL
            : new Shuffle(shards, data.shardWindow()));
  }

  public TrainingPlan {
    classes = Map.copyOf(classes);
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
    List<String> drawn =
        classes.isEmpty() ? references : ClassBalance.draw(seed, epoch, references, classes);
    return EpochPlan.of(seed, epoch, drawn, shuffle, batch, workers);
  }
}
