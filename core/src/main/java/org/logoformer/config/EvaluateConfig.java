package org.logoformer.config;

/**
 * Block {@code evaluate}.
 *
 * @param batch clips of a forward pass
 * @param weights safetensors; empty: the newest checkpoint of the run
 * @param resamples of the bootstrap intervals; 0: none
 */
public record EvaluateConfig(int batch, String weights, int resamples) {
  public EvaluateConfig {
    Require.within("evaluate.resamples", resamples, 0, 100_000);
    Require.within("evaluate.batch", batch, 1, TrainConfig.MOST_CLIPS);
  }
}
