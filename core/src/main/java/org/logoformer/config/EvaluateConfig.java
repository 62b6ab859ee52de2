package org.logoformer.config;

/**
 * Block {@code evaluate}.
 *
 * @param batch clips of a forward pass
 * @param weights safetensors; empty: the newest checkpoint of the run
 * @param views temporal samplings of each clip, whose probabilities are averaged
 * @param flip whether each of them is also seen mirrored
 * @param resamples of the bootstrap intervals; 0: none
 */
public record EvaluateConfig(int batch, String weights, int views, boolean flip, int resamples) {
  public EvaluateConfig {
    Require.within("evaluate.views", views, 1, 1000);
    Require.within("evaluate.resamples", resamples, 0, 100_000);
    Require.within("evaluate.batch", batch, 1, TrainConfig.MOST_CLIPS);
  }

  /** Whether every clip is seen in more than the one way that a run's own test sees it. */
  public boolean isMultiView() {
    return views > 1 || flip;
  }
}
