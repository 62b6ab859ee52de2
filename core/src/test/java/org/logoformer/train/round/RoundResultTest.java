package org.logoformer.train.round;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.error.DivergedException;

class RoundResultTest {
  @Test
  void aFirstStepThatDivergesPointsToWhatTheRunStartedFrom() {
    assertThatThrownBy(() -> RoundResult.requireSound(List.of(diverged(1))))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("Lower optimiser.lr")
        .hasMessageEndingWith("as it was the first step, look at train.init and data.normalise.");
    assertThatThrownBy(() -> RoundResult.requireSound(List.of(diverged(2))))
        .hasMessageEndingWith("or add optimiser.schedule.warmup-epochs.");
  }

  private static WorkerReport diverged(long step) {
    Failure failure =
        new Failure(Failure.Kind.DIVERGED, step, "shards part-00002", "its loss is not finite");
    return new WorkerReport(0, 8, 0, WorkerTimes.ZERO, "", 0, List.of(), failure);
  }
}
