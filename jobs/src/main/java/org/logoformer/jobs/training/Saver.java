package org.logoformer.jobs.training;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.config.TrainConfig;
import org.logoformer.train.metrics.EpochMeter;
import org.logoformer.train.metrics.MetricsLog;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.resume.Checkpoints;
import org.logoformer.train.resume.Progress;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.state.TrainingState;

/**
 * Writes the checkpoints of a fold: after every {@code train.checkpoint.every-rounds} rounds, at
 * the end of each epoch, and before a recalibration, so that its failure does not cost the epoch.
 */
final class Saver implements TrainingListener {
  private final CheckpointStore store;
  private final Checkpoints checkpoints;
  private final EpochMeter meter;
  private final MetricsLog log;
  private final Driver driver;
  private Supplier<Map<Integer, Long>> probes = Map::of;
  private int rounds;

  /**
   * @param meter a listener that is called before this one
   * @param log a listener that is called before this one
   */
  Saver(
      CheckpointStore store,
      Checkpoints checkpoints,
      EpochMeter meter,
      MetricsLog log,
      Driver driver) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.meter = meter;
    this.log = log;
    this.driver = driver;
  }

  /** Sets whose probes the checkpoints will hold. */
  void probesFrom(Averager averager) {
    probes = averager::probes;
  }

  @Override
  public void epochStarted(EpochPlan plan, int newRounds, Position position) {
    rounds = newRounds;
  }

  @Override
  public boolean readsState(int round) {
    return isDue(round);
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    int round = result.state().position().round();
    if (isDue(round)) {
      driver.owner().require();
      log.write();
      long nanos = save(result.state());
      meter.checkpointed(nanos);
      log.roundKnown(plan, result.checkpointed(nanos));
    }
  }

  private boolean isDue(int round) {
    TrainConfig train = driver.config().train();
    int everyRounds = train.checkpoint().everyRounds();
    // The end of the epoch saves the state of the last round, but a recalibration may fail first.
    return round < rounds
        ? everyRounds > 0 && round > 0 && round % everyRounds == 0
        : round == rounds && train.bnRecalibrate() > 0;
  }

  /** Writes and commits a checkpoint, and returns how many nanoseconds that took. */
  long save(TrainingState state) {
    driver.owner().require();
    long began = System.nanoTime();
    String config = driver.config().redacted().render();
    Progress progress = new Progress(state, meter.sums(), probes.get(), config);
    store.write(checkpoints.write(progress, OptionalDouble.empty()));
    return System.nanoTime() - began;
  }
}
