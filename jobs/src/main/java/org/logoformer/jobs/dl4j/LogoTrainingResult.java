package org.logoformer.jobs.dl4j;

import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.logoformer.train.state.TrainingState;

/**
 * The result of a {@link LogoTrainingWorker}.
 *
 * @param state after its mini-batches; null if it had none
 * @param examples the weight of the state in an average
 * @param loss mean over those examples; NaN if it had none
 */
public record LogoTrainingResult(TrainingState state, long examples, double loss)
    implements TrainingResult {
  @Override
  public void setStats(SparkTrainingStats stats) {
    throw new UnsupportedOperationException(
        "LOGO-Former reports times in metrics.jsonl, not as SparkTrainingStats");
  }
}
