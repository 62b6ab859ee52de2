package org.logoformer.train;

import java.util.Optional;

/** Adds up the rounds of an epoch as they come. */
public final class EpochMeter implements TrainingListener {
  private int epoch;
  private long clips;
  private double lossSum;
  private long nanos;
  private long waitNanos;
  private long busyNanos;

  @Override
  public void epochStarted(EpochPlan plan, int rounds, Position position) {
    epoch = plan.epoch() + 1;
    clips = 0;
    lossSum = 0;
    nanos = 0;
    waitNanos = 0;
    busyNanos = 0;
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    long slowest = 0;
    long waited = 0;
    for (WorkerReport report : result.reports()) {
      clips += report.examples();
      lossSum += report.lossSum();
      waited += report.waitNanos();
      slowest = Math.max(slowest, report.waitNanos() + report.computeNanos());
    }
    nanos += result.nanos();
    waitNanos += waited / result.reports().size();
    busyNanos += slowest;
  }

  /** The epoch so far; after a resume within it, what came after the resume. */
  public EpochMetrics metrics() {
    return new EpochMetrics(
        epoch,
        lossSum / clips,
        clips,
        nanos / 1e9,
        nanos > 0 ? (double) waitNanos / nanos : 0,
        nanos > 0 ? Math.max(0, 1 - (double) busyNanos / nanos) : 0,
        Optional.empty());
  }
}
