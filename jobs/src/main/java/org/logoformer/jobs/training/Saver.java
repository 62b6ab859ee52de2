package org.logoformer.jobs.training;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.config.LogoConfig;
import org.logoformer.storage.FolderOwner;
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
 * Writes the checkpoints of a fold: at the end of each epoch, if wanted between rounds, and before
 * a recalibration, which may fail after all the work of an epoch.
 */
final class Saver implements TrainingListener {
  private final CheckpointStore store;
  private final Checkpoints checkpoints;
  private final EpochMeter meter;
  private final MetricsLog log;
  private final LogoConfig config;
  private final FolderOwner owner;
  private Supplier<Map<Integer, Long>> probes = Map::of;
  private int rounds;

  /**
   * @param meter listens before this
   * @param log listens before this
   * @param owner asked before each write
   */
  Saver(
      CheckpointStore store,
      Checkpoints checkpoints,
      EpochMeter meter,
      MetricsLog log,
      LogoConfig config,
      FolderOwner owner) {
    this.store = store;
    this.checkpoints = checkpoints;
    this.meter = meter;
    this.log = log;
    this.config = config;
    this.owner = owner;
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
    if (isDue(round)) {
      owner.require();
      log.write();
      long nanos = save(result.state());
      meter.checkpointed(nanos);
      log.roundKnown(plan, result.checkpointed(nanos));
    }
  }

  private boolean isDue(int round) {
    int everyRounds = config.train().checkpoint().everyRounds();
    // The state of the last round is saved with the epoch, unless much can fail before that.
    return round < rounds
        ? everyRounds > 0 && round > 0 && round % everyRounds == 0
        : round == rounds && config.train().bnRecalibrate() > 0;
  }

  /** Writes and commits a checkpoint, and returns how many nanoseconds that took. */
  long save(TrainingState state) {
    owner.require();
    long began = System.nanoTime();
    Progress progress = new Progress(state, meter.sums(), probes.get(), config.redacted().render());
    store.write(checkpoints.write(progress, OptionalDouble.empty()));
    return System.nanoTime() - began;
  }
}
