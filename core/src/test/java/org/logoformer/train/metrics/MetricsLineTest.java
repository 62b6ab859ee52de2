package org.logoformer.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundTimes;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

class MetricsLineTest {
  private static final Optional<Scores> VALIDATION =
      Optional.of(new Scores(0.75, 0.5, List.of(0.5, 1.0), 4));

  private static final EpochPlan PLAN = EpochPlan.of(1, 0, List.of("a", "b"), 2, 1);
  private static final MetricsLine.Stamp STAMP =
      new MetricsLine.Stamp(Instant.parse("2026-11-30T04:00:00.123456Z"), 0.25);

  @Test
  void aRoundNamesTheWorkersThatWereNotExact() {
    assertThat(line(List.of(1, 3)).path("inexact_workers")).hasToString("[1,3]");
    assertThat(line(List.of()).has("inexact_workers")).isFalse();
  }

  @Test
  void aTestThatCameLaterStandsWhereItWouldHaveStood() {
    EpochMetrics metrics =
        new EpochMetrics(
            3, 0.5, 7, 2, 0, RoundTimes.ZERO, RoundBytes.ZERO, Optional.empty(), Optional.empty());
    Scores scores = new Scores(0.25, 0.5, List.of(0.5, Double.NaN), 4);
    ObjectNode later = MetricsLine.tested(MetricsLine.of(metrics, STAMP), scores, VALIDATION);
    assertThat(later)
        .hasToString(MetricsLine.of(metrics.tested(scores, VALIDATION), STAMP).toString());
    assertThat(MetricsLine.tested(later, scores, VALIDATION)).hasToString(later.toString());
  }

  @Test
  void aLineSaysWhenItWasKnownAndTheLearningRate() {
    ObjectNode line = line(List.of());
    assertThat(line.path("time").asText()).isEqualTo("2026-11-30T04:00:00.123Z");
    RoundPoint point = MetricsLine.round(line);
    assertThat(point.lr()).isEqualTo(0.25);
    assertThat(point.time()).contains(Instant.parse("2026-11-30T04:00:00.123Z"));
    assertThat(point.step()).isEqualTo(17);
  }

  @Test
  void aLineCountsTheAttemptsThatWereLost() {
    RoundResult result = result(List.of());
    assertThat(MetricsLine.of(PLAN, result, STAMP).has("lost_attempts")).isFalse();
    ObjectNode line = MetricsLine.of(PLAN, result.after(2), STAMP);
    assertThat(line.path("lost_attempts").asInt()).isEqualTo(2);
  }

  private static ObjectNode line(List<Integer> departed) {
    return MetricsLine.of(PLAN, result(departed), STAMP);
  }

  private static RoundResult result(List<Integer> departed) {
    TrainingState state =
        new TrainingState(FlatVector.of(1), FlatVector.of(), new Position(4, 1, 9, 17));
    return new RoundResult(state, List.of(), RoundTimes.ZERO, RoundBytes.ZERO, departed);
  }
}
