package org.logoformer.jobs.dl4j;

import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.Momentum;

/** dl4j-spark's own training master with the settings of a run, for comparisons. */
public final class ReferenceMaster {
  private ReferenceMaster() {}

  /** A master that trains on references, each to a mini-batch of {@link #clipsPerStep} clips. */
  public static TrainingMaster<?, ?> of(LogoConfig config) {
    TrainConfig train = config.train();
    return new ParameterAveragingTrainingMaster.Builder(train.workers(), clipsPerStep(config))
        .batchSizePerWorker(clipsPerStep(config))
        .averagingFrequency(train.averagingFrequency())
        // Its prefetching thread hangs the job when a clip cannot be read.
        .workerPrefetchNumBatches(0)
        .saveUpdater(train.momentum() == Momentum.AVERAGE)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .repartionData(Repartition.Never)
        .rngSeed(config.run().seed())
        .build();
  }

  /** Clips of a worker's mini-batch: {@code train.batch / train.workers}, rounded down. */
  public static int clipsPerStep(LogoConfig config) {
    return config.train().batch() / config.train().workers();
  }
}
