package org.logoformer.train.round;

import java.io.Serializable;
import java.time.Duration;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.Momentum;

/**
 * What every worker of a training goes by.
 *
 * @param seed keys the generator of networks that draw from ND4J's
 * @param prefetch mini-batches read ahead; 0 reads in the training thread
 * @param stepTimeout after which a step of a worker on a cluster counts as hung
 */
public record RoundRules(long seed, Momentum momentum, int prefetch, Duration stepTimeout)
    implements Serializable {
  private static final Duration STEP_TIMEOUT = Duration.ofMinutes(30);

  /** With the default time for a step. */
  public RoundRules(long seed, Momentum momentum, int prefetch) {
    this(seed, momentum, prefetch, STEP_TIMEOUT);
  }

  /** The rules of a run. */
  public static RoundRules of(LogoConfig config) {
    return new RoundRules(
        config.run().seed(),
        config.train().momentum(),
        config.data().prefetch(),
        Duration.ofSeconds(config.train().stepTimeout()));
  }
}
