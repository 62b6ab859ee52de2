package org.logoformer.train.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.Exact;
import org.logoformer.config.TrainConfig.Stragglers;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Round;
import org.logoformer.train.plan.Share;
import org.logoformer.train.round.Averaging;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.Failure;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerTimes;

class PatienceTest {
  private static final long SECOND = 1_000_000_000;
  private static final List<String> CLIPS =
      IntStream.range(0, 60).mapToObj(Integer::toString).toList();
  private static final EpochPlan PLAN = EpochPlan.of(1, 0, CLIPS, 6, 3);

  @Test
  void waitingKnowsNoBound() {
    Patience patience = patience(Stragglers.WAIT);
    patience.learn(round(), List.of(done(0, 4), done(1, 5), done(2, 60)));
    assertThat(limits(patience.bound(round()))).containsOnly(Long.MAX_VALUE);
  }

  @Test
  void theBoundIsAMultipleOfWhatTheMedianWorkerNeededForAStep() {
    Patience patience = patience(Stragglers.DROP);
    assertThat(limits(patience.bound(round()))).as("first round").containsOnly(Long.MAX_VALUE);
    patience.learn(round(), List.of(done(0, 4), done(1, 6), done(2, 60)));
    assertThat(limits(patience.bound(round()))).containsOnly(12 * SECOND);
    Round shorter = PLAN.round(0, 2, 0);
    assertThat(limits(patience.bound(shorter))).as("two steps, not four").containsOnly(6 * SECOND);
  }

  @Test
  void whoWasLateSaysNothingAboutTheNextRound() {
    Patience patience = patience(Stragglers.DROP);
    patience.learn(round(), List.of(done(0, 4), done(1, 6), late(2)));
    assertThat(limits(patience.bound(round()))).containsOnly(8 * SECOND);
  }

  @Test
  void shortRoundsAreNotCutShort() {
    Patience patience = patience(Stragglers.DROP);
    patience.learn(round(), Stream.of(0, 1, 2).map(w -> done(w, 0)).toList());
    patience.learn(
        round(), List.of(report(0, SECOND / 50), report(1, SECOND / 50), report(2, SECOND / 50)));
    assertThat(limits(patience.bound(round()))).containsOnly(SECOND);
  }

  @Test
  void aRoundIsLostWhenMostOfItsWorkersAreLate() {
    assertThat(Patience.mustRepeat(List.of(done(0, 1), done(1, 1), late(2)))).isFalse();
    assertThat(Patience.mustRepeat(List.of(done(0, 1), late(1)))).isFalse();
    assertThat(Patience.mustRepeat(List.of(done(0, 1), late(1), late(2)))).isTrue();
    assertThat(Patience.mustRepeat(List.of(late(0)))).isTrue();
  }

  @Test
  void aRoundIsLostWhenAllWhoHadClipsAreLate() {
    assertThat(Patience.mustRepeat(List.of(late(0), idle(1), idle(2)))).isTrue();
    assertThat(Patience.mustRepeat(List.of(idle(0), idle(1)))).isFalse();
  }

  private static Patience patience(Stragglers policy) {
    return new Patience(
        new AveragingRules(Averaging.PLAIN, Exact.STRICT, policy, 2, TrainConfig.Rounds.AUTO));
  }

  private static Round round() {
    return PLAN.round(0, 4, 0);
  }

  private static Stream<Long> limits(Round round) {
    return round.shares().stream().map(Share::limitNanos);
  }

  private static WorkerReport done(int worker, long seconds) {
    return report(worker, seconds * SECOND);
  }

  private static WorkerReport report(int worker, long nanos) {
    return new WorkerReport(
        worker, 8, 8, new WorkerTimes(0, 0, nanos, 0), "host", 0, List.of(), null);
  }

  private static WorkerReport idle(int worker) {
    return new WorkerReport(worker, 0, 0, new WorkerTimes(0, 0, 1, 0), "host", 0, List.of(), null);
  }

  private static WorkerReport late(int worker) {
    Failure failure = new Failure(Failure.Kind.LATE, 1, "memory", "it was not done");
    return new WorkerReport(
        worker, 0, 0, new WorkerTimes(0, 0, 9 * SECOND, 0), "host", 0, List.of(), failure);
  }
}
