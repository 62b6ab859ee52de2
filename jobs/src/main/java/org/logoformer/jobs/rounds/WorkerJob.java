package org.logoformer.jobs.rounds;

import java.io.Serializable;
import org.logoformer.train.round.Fit;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.source.NetworkSource;

/**
 * What is the same for all workers of a training.
 *
 * @param run name of the training, unique among all that a process may have seen
 * @param fit takes a training step
 */
public record WorkerJob(
    String run, NetworkSource network, RoundRules rules, BatchesSource data, SerializableFit fit)
    implements Serializable {
  /** A {@link Fit} that the driver can send to workers. */
  public interface SerializableFit extends Fit, Serializable {}
}
