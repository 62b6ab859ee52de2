package org.logoformer.train.resume;

import java.util.Map;
import org.logoformer.train.metrics.EpochMeter;
import org.logoformer.train.state.TrainingState;

/**
 * A state of training and what its continuation has to agree with.
 *
 * @param sums of the epoch in progress
 * @param probes which bits each worker's machine computes
 * @param config as {@link org.logoformer.config.LogoConfig#render} wrote it
 */
public record Progress(
    TrainingState state, EpochMeter.Sums sums, Map<Integer, Long> probes, String config) {
  public Progress {
    probes = Map.copyOf(probes);
  }

  /** The same where workers need not compute the bits of before. */
  public Progress withoutProbes() {
    return new Progress(state, sums, Map.of(), config);
  }
}
