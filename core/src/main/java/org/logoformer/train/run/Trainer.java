package org.logoformer.train.run;

import java.util.List;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.Rounds;
import org.logoformer.train.state.TrainingState;

/**
 * Training on one machine: the reference for every other way of training. State to state, round by
 * round, with the round function that cluster workers run.
 */
public final class Trainer {
  private final Epoch epoch;
  private final TrainingPlan plan;

  /**
   * @param rounds usually {@link org.logoformer.train.round.LocalRounds}
   */
  public Trainer(TrainingPlan plan, Rounds rounds, List<TrainingListener> listeners) {
    this.plan = plan;
    this.epoch = new Epoch(rounds, plan, listeners);
  }

  /** From {@code start} to the end of epoch {@code epochs - 1}. */
  public TrainingState run(TrainingState start, List<String> references, int epochs) {
    TrainingState state = start;
    while (state.position().epoch() < epochs) {
      state = epoch.run(plan.epoch(state.position().epoch(), references), state);
    }
    return state;
  }
}
