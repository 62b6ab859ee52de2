package org.logoformer.jobs.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.logoformer.config.TrainConfig.Exact;
import org.logoformer.jobs.rounds.CrewMessage.Done;
import org.logoformer.jobs.rounds.CrewMessage.Slice;
import org.logoformer.jobs.rounds.CrewMessage.Times;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.Round;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerTimes;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

class CrewProgressTest {
  private static final Round ROUND = new Round(0, 0, 1, List.of());
  private static final TrainingState START =
      new TrainingState(FlatVector.of(1, 2), FlatVector.of(3), Position.START);

  private final List<RoundResult> told = new ArrayList<>();
  private final CrewProgress progress =
      new CrewProgress(List.of(ROUND), START, new Exactness(Exact.STRICT, Map.of()), told::add);

  @Test
  void aJobThatEndedBetweenTheStateAndItsReportLeavesNothing() {
    progress.started(0, 0);
    take(new Slice(0, 0, 2), FlatVector.of(7, 8));
    progress.started(0, 0);
    take(new Slice(0, 0, 2), FlatVector.of(4, 5));
    take(new Slice(0, 1, 2), FlatVector.of(6));
    take(done());
    assertThat(progress.end().parameters()).isEqualTo(FlatVector.of(4, 5));
    assertThat(progress.end().updater()).isEqualTo(FlatVector.of(6));
  }

  @Test
  void aRoundCountsOnce() {
    progress.started(0, 0);
    take(new Slice(0, 0, 1), FlatVector.of(4, 5, 6));
    take(done());
    take(done());
    assertThat(told).hasSize(1);
    assertThat(progress.rounds()).isEqualTo(1);
  }

  private void take(CrewMessage message, FlatVector... vectors) {
    progress.take(new Packet<>(message, List.of(vectors)), 1);
  }

  private static Done done() {
    WorkerReport report = new WorkerReport(0, 4, 2, WorkerTimes.ZERO, "host", 1, List.of(), null);
    return new Done(0, 0, new ArrayList<>(List.of(report)), new Times(0, 0, 0), null);
  }
}
