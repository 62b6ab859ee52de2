package org.logoformer.config;

/**
 * Block {@code evaluate}.
 *
 * @param batch clips of a forward pass
 * @param weights safetensors; empty: the newest checkpoint of the run
 */
public record EvaluateConfig(int batch, String weights) {
  public EvaluateConfig {
    Require.within("evaluate.batch", batch, 1, TrainConfig.MOST_CLIPS);
  }
}
