package org.logoformer.train.metrics;

import java.util.Optional;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundTimes;
import org.logoformer.train.round.WorkerReport;

/** Adds up the rounds of an epoch as they come. */
public final class EpochMeter implements TrainingListener {
  /**
   * What has been added up.
   *
   * @param losses summed over clips
   * @param dropped results of workers that were too slow
   */
  public record Sums(
      long clips, double losses, int rounds, int dropped, RoundTimes times, RoundBytes bytes) {
    /** Nothing yet. */
    public static final Sums ZERO = new Sums(0, 0, 0, 0, RoundTimes.ZERO, RoundBytes.ZERO);
  }

  private int epoch;
  private Sums sums;

  /**
   * A meter that goes on.
   *
   * @param sums of the part of the current epoch that is done
   */
  public EpochMeter(Sums sums) {
    this.sums = sums;
  }

  /** For a checkpoint within an epoch. */
  public Sums sums() {
    return sums;
  }

  @Override
  public void epochStarted(EpochPlan plan, int rounds, Position position) {
    epoch = plan.epoch() + 1;
    if (position.round() == 0) {
      sums = Sums.ZERO;
    }
  }

  @Override
  public boolean readsState(int round) {
    return false;
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    sums =
        new Sums(
            sums.clips() + result.examples(),
            sums.losses() + result.reports().stream().mapToDouble(WorkerReport::lossSum).sum(),
            sums.rounds() + 1,
            sums.dropped() + result.dropped(),
            sums.times().plus(result.times()),
            sums.bytes().plus(result.bytes()));
  }

  /** Adds the time of a checkpoint. */
  public void checkpointed(long nanos) {
    sums =
        new Sums(
            sums.clips(),
            sums.losses(),
            sums.rounds(),
            sums.dropped(),
            sums.times().plus(Phase.CHECKPOINT, nanos),
            sums.bytes());
  }

  /** The epoch so far. */
  public EpochMetrics metrics() {
    return new EpochMetrics(
        epoch,
        sums.losses() / sums.clips(),
        sums.clips(),
        sums.rounds(),
        sums.dropped(),
        sums.times(),
        sums.bytes(),
        Optional.empty(),
        Optional.empty());
  }
}
