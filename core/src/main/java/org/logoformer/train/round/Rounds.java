package org.logoformer.train.round;

import org.logoformer.train.plan.Round;
import org.logoformer.train.state.TrainingState;

/** Where rounds are run: in this process or on a cluster. */
public interface Rounds {
  /**
   * The workers' results of a round from {@code start}, averaged.
   *
   * @throws org.logoformer.error.DivergedException if a worker left the finite numbers
   * @throws org.logoformer.error.DataException if a worker met broken data
   * @throws org.logoformer.error.ClusterException if workers keep failing otherwise
   */
  RoundResult run(Round round, TrainingState start);
}
