package org.logoformer.jobs.training;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.train.Checkpoints;
import org.logoformer.train.EpochMeter;
import org.logoformer.train.EpochPlan;
import org.logoformer.train.MetricsLog;
import org.logoformer.train.Position;
import org.logoformer.train.Progress;
import org.logoformer.train.RoundResult;
import org.logoformer.train.TrainingListener;
import org.logoformer.train.TrainingState;

/** Writes the checkpoints of a fold: at the end of each epoch and, if wanted, between rounds. */
final class Saver implements TrainingListener {
  private final CheckpointStore store;
  private final Checkpoints checkpoints;
  private final EpochMeter meter;
  private final MetricsLog log;
  private final String config;
  private final int everyRounds;
  private Supplier<Map<Integer, Long>> probes = Map::of;
  private int rounds;

  /**
   * @param meter listens before this
   * @param log listens before this
   * @param everyRounds 0: at the end of epochs only
   */
  Saver(
      CheckpointStore store,
      Checkpoints checkpoints,
      EpochMeter meter,
      MetricsLog log,
      String config,
      int everyRounds) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.meter = meter;
    this.log = log;
    this.config = config;
    this.everyRounds = everyRounds;
  }

  /** Where the probes of the workers come from. */
  void probesFrom(Averager averager) {
    probes = averager::probes;
  }

  @Override
  public void epochStarted(EpochPlan plan, int newRounds, Position position) {
    rounds = newRounds;
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    int round = result.state().position().round();
    // The last round's state is saved with the epoch, after the test.
    if (everyRounds > 0 && round > 0 && round % everyRounds == 0 && round < rounds) {
      log.write();
      long nanos = save(result.state(), OptionalDouble.empty());
      meter.checkpointed(nanos);
      log.roundKnown(plan, result.checkpointed(nanos));
    }
  }

  /** Writes and commits a checkpoint, and returns how many nanoseconds that took. */
  long save(TrainingState state, OptionalDouble score) {
    long began = System.nanoTime();
    store.write(checkpoints.write(new Progress(state, meter.sums(), probes.get(), config), score));
    return System.nanoTime() - began;
  }
}
