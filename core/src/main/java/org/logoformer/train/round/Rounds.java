package org.logoformer.train.round;

import java.util.List;
import java.util.function.Consumer;
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

  /**
   * Rounds in sequence, each from the state after the one before.
   *
   * @param done is told of each; only the last result needs to hold the state itself, the others
   *     may be {@link TrainingState#away}
   * @return the state after the last round
   * @throws RuntimeException as above, or what {@code done} threw, which ends the rounds
   */
  default TrainingState run(List<Round> rounds, TrainingState start, Consumer<RoundResult> done) {
    TrainingState state = start;
    for (Round round : rounds) {
      RoundResult result = run(round, state);
      state = result.state();
      done.accept(result);
    }
    return state;
  }
}
