package org.logoformer.train;

import java.util.Optional;

/** Adds up the rounds of an epoch as they come. */
public final class EpochMeter implements TrainingListener {
  /**
   * What has been added up.
   *
   * @param nanos of the rounds
   * @param waitNanos of the rounds, mean over workers
   * @param busyNanos of the slowest worker of each round
   */
  public record Sums(long clips, double losses, long nanos, long waitNanos, long busyNanos) {
    /** Nothing yet. */
    public static final Sums ZERO = new Sums(0, 0, 0, 0, 0);
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
  public void roundDone(EpochPlan plan, RoundResult result) {
    long slowest = 0;
    long waited = 0;
    double losses = sums.losses();
    for (WorkerReport report : result.reports()) {
      losses += report.lossSum();
      waited += report.waitNanos();
      slowest = Math.max(slowest, report.waitNanos() + report.computeNanos());
    }
    sums =
        new Sums(
            sums.clips() + result.examples(),
            losses,
            sums.nanos() + result.nanos(),
            sums.waitNanos() + waited / result.reports().size(),
            sums.busyNanos() + slowest);
  }

  /** The epoch so far. */
  public EpochMetrics metrics() {
    double nanos = Math.max(1, sums.nanos());
    return new EpochMetrics(
        epoch,
        sums.losses() / sums.clips(),
        sums.clips(),
        nanos / 1e9,
        sums.waitNanos() / nanos,
        Math.max(0, 1 - sums.busyNanos() / nanos),
        Optional.empty());
  }
}
