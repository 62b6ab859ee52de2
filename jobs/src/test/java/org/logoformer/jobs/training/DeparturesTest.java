package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundTimes;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

class DeparturesTest {
  private final List<String> told = new ArrayList<>();
  private final Departures departures = new Departures(2, told::add);

  @Test
  void aWorkerThatComputesOtherBitsIsToldOnce() {
    round(1, List.of());
    round(2, List.of(1));
    round(3, List.of(1, 0));
    assertThat(told)
        .containsExactly(
            "fold 2, worker 1: other bits from epoch 5, round 2 on (train.exact = warn)",
            "fold 2, worker 0: other bits from epoch 5, round 3 on (train.exact = warn)");
  }

  private void round(int number, List<Integer> departed) {
    TrainingState state =
        new TrainingState(
            FlatVector.of(1), FlatVector.of(), new Position(4, number, number, number));
    departures.roundDone(
        EpochPlan.of(1, 4, List.of("a", "b"), 2, 1),
        new RoundResult(state, List.of(), RoundTimes.ZERO, RoundBytes.ZERO, departed));
  }
}
