package org.logoformer.train.run;

import java.util.List;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Round;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.Rounds;
import org.logoformer.train.state.TrainingState;

/**
 * Runs the rounds of one epoch, from the beginning or from the middle.
 *
 * @param training that the epochs belong to
 */
public record Epoch(Rounds rounds, TrainingPlan training, List<TrainingListener> listeners) {
  public Epoch {
    listeners = List.copyOf(listeners);
  }

  /**
   * What is left of the plan.
   *
   * @param start its position says which rounds are done
   * @return the state after the epoch, positioned at the start of the next one
   */
  public TrainingState run(EpochPlan plan, TrainingState start) {
    if (plan.epoch() != start.position().epoch()) {
      throw new IllegalArgumentException(
          "The plan is for epoch %d, the state stands in epoch %d"
              .formatted(plan.epoch(), start.position().epoch()));
    }
    int stepsPerRound = training.stepsPerRound(plan.epoch());
    int count = plan.rounds(stepsPerRound);
    listeners.forEach(l -> l.epochStarted(plan, count, start.position()));
    TrainingState state = start;
    for (int index = start.position().round(); index < count; index++) {
      Round round = plan.round(index, stepsPerRound, state.position().step());
      RoundResult result = rounds.run(round, state);
      state = result.state();
      listeners.forEach(l -> l.roundDone(plan, result));
    }
    return state.at(state.position().afterEpoch());
  }
}
