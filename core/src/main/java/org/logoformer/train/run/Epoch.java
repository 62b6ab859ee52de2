package org.logoformer.train.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
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
    Consumer<RoundResult> done = result -> listeners.forEach(l -> l.roundDone(plan, result));
    TrainingState state = start;
    while (state.position().round() < count) {
      state = rounds.run(span(plan, state.position(), stepsPerRound, count), state, done);
    }
    return state.at(state.position().afterEpoch());
  }

  /** The rounds up to the next one after which somebody reads the state. */
  private List<Round> span(EpochPlan plan, Position from, int stepsPerRound, int count) {
    List<Round> span = new ArrayList<>();
    long step = from.step();
    int index = from.round();
    do {
      Round round = plan.round(index++, stepsPerRound, step);
      step += round.steps();
      span.add(round);
    } while (index < count && !isRead(index));
    return span;
  }

  /**
   * @param round number of rounds of the epoch after which the state is that
   */
  private boolean isRead(int round) {
    return listeners.stream().anyMatch(l -> l.readsState(round));
  }
}
