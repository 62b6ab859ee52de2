package org.logoformer.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundTimes;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerTimes;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

class EpochMeterTest {
  private static final EpochPlan PLAN = EpochPlan.of(1, 4, List.of("a", "b"), 1, 1);
  private static final long SECOND = 1_000_000_000;

  @Test
  void lossesAreWeightedByExamplesAndTimeIsShared() {
    EpochMeter meter = new EpochMeter(EpochMeter.Sums.ZERO);
    meter.epochStarted(PLAN, 2, new Position(4, 0, 8, 16));
    // Three clips with mean loss 2 and one with loss 6; of 10 s the slower worker is busy for 8,
    // the other for 5.
    meter.roundDone(PLAN, round(report(0, 3, 6, 1, 7), report(1, 1, 6, 3, 2)));
    EpochMetrics metrics = meter.metrics();
    assertThat(metrics.epoch()).isEqualTo(5);
    assertThat(metrics.loss()).isEqualTo(3);
    assertThat(metrics.clipsPerSecond()).isEqualTo(0.4, within(1e-12));
    assertThat(metrics.waiting()).isEqualTo(0.2, within(1e-12));
    assertThat(metrics.averaging()).isEqualTo(0.2, within(1e-12));
    assertThat(metrics.times().of(Phase.COMPUTE)).isEqualTo(9 * SECOND / 2);
    assertThat(metrics.times().of(Phase.STRAGGLERS)).isEqualTo(3 * SECOND / 2);
    assertThat(metrics.times().total()).isEqualTo(10 * SECOND);
  }

  @Test
  void aCheckpointIsPartOfTheEpochsTime() {
    EpochMeter meter = new EpochMeter(EpochMeter.Sums.ZERO);
    meter.epochStarted(PLAN, 2, new Position(4, 0, 8, 16));
    meter.roundDone(PLAN, round(report(0, 2, 2, 0, 1)));
    meter.checkpointed(2 * SECOND);
    EpochMetrics metrics = meter.metrics().checkpointed(3 * SECOND);
    assertThat(metrics.times().of(Phase.CHECKPOINT)).isEqualTo(5 * SECOND);
    assertThat(metrics.seconds()).isEqualTo(15);
  }

  @Test
  void anEpochContinuedInTheMiddleCountsItsFirstPart() {
    EpochMeter first = new EpochMeter(EpochMeter.Sums.ZERO);
    first.epochStarted(PLAN, 2, new Position(4, 0, 8, 16));
    first.roundDone(PLAN, round(report(0, 2, 2, 0, 1)));
    EpochMeter second = new EpochMeter(first.sums());
    second.epochStarted(PLAN, 2, new Position(4, 1, 9, 17));
    second.roundDone(PLAN, round(report(0, 2, 6, 0, 1)));
    assertThat(second.metrics().loss()).isEqualTo(2);
    assertThat(second.metrics().clips()).isEqualTo(4);
  }

  @Test
  void anEpochDoesNotCountTheOneBefore() {
    EpochMeter meter = new EpochMeter(EpochMeter.Sums.ZERO);
    meter.epochStarted(PLAN, 2, new Position(4, 0, 8, 16));
    meter.roundDone(PLAN, round(report(0, 2, 200, 0, 1)));
    meter.epochStarted(PLAN, 2, new Position(5, 0, 10, 18));
    meter.roundDone(PLAN, round(report(0, 2, 4, 0, 1)));
    assertThat(meter.metrics().loss()).isEqualTo(2);
  }

  @Test
  void theLineIsReadable() {
    RoundTimes times =
        new RoundTimes(
            Map.of(
                Phase.COMPUTE, 82 * SECOND / 25,
                Phase.DATA, SECOND / 5,
                Phase.STRAGGLERS, SECOND / 1000,
                Phase.BROADCAST, SECOND / 25,
                Phase.SCHEDULING, SECOND / 5,
                Phase.REDUCE, 3 * SECOND / 25,
                Phase.APPLY, SECOND / 25,
                Phase.CHECKPOINT, 119 * SECOND / 1000));
    EpochMetrics metrics =
        new EpochMetrics(
                3,
                1.25,
                100,
                7,
                2,
                times,
                new RoundBytes(1_250_000, 2_000_000, 9),
                Optional.empty(),
                Optional.empty())
            .tested(
                new Scores(0.5, 0.625, List.of(1.0, Double.NaN, 0.5), 8),
                Optional.of(new Scores(0.75, 0.5, List.of(1.0, 0.5, 0.5), 4)));
    assertThat(metrics.line(40))
        .isEqualTo(
            "epoch 3/40  loss 1.2500  uar 0.5000  war 0.6250  recalls 1.00 - 0.50  validation uar 0.7500"
                + "  25.0 clips/s  4.0 s  data 5 %"
                + "  averaging 10 % (out 1, start 5, reduce 3, apply 1)  checkpoint 3 %  2 dropped"
                + "  1.3 MB out, 2.0 MB in");
  }

  private static WorkerReport report(
      int worker, long examples, double lossSum, long waited, long computed) {
    WorkerTimes times = new WorkerTimes(0, waited * SECOND, computed * SECOND, 0);
    return new WorkerReport(worker, examples, lossSum, times, "host", 0, List.of(), null);
  }

  private static RoundResult round(WorkerReport... reports) {
    TrainingState state =
        new TrainingState(FlatVector.of(1), FlatVector.of(), new Position(4, 1, 9, 17));
    RoundTimes busy = WorkerTimes.sideBySide(Stream.of(reports).map(WorkerReport::times).toList());
    RoundTimes times = busy.plus(Phase.SCHEDULING, 10 * SECOND - busy.total());
    return new RoundResult(state, List.of(reports), times, RoundBytes.ZERO);
  }
}
