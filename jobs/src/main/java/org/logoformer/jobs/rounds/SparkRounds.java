package org.logoformer.jobs.rounds;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.train.plan.Round;
import org.logoformer.train.round.Averaging;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundTimes;
import org.logoformer.train.round.Rounds;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.run.Patience;
import org.logoformer.train.state.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the rounds of a training on a Spark cluster. */
public final class SparkRounds implements Rounds {
  private static final Logger LOG = LoggerFactory.getLogger(SparkRounds.class);

  /** Well below the limits on one serialised value (Kryo's 64 MiB). */
  private static final long MAX_SLICE_BYTES = 16L << 20;

  private final RoundJob job;
  private final Averaging averaging;
  private final Exactness exactness;
  private final Patience patience;

  /**
   * @param averaging makes the next state from the mean of a round
   * @param exactness keeps the probes of the whole training
   * @param patience keeps the step times of the whole training
   */
  public SparkRounds(
      JavaSparkContext spark,
      WorkerJob job,
      ShareSource source,
      Averaging averaging,
      Exactness exactness,
      Patience patience) {
    this.job = new RoundJob(spark, job, source);
    this.averaging = averaging;
    this.exactness = exactness;
    this.patience = patience;
  }

  @Override
  public RoundResult run(Round round, TrainingState start) {
    int slices = slices(start.size(), round.shares().size());
    RoundJob.Done done = job.run(patience.bound(round), start, slices);
    RoundResult.requireSound(done.means().reports());
    RoundTimes lost = RoundTimes.ZERO;
    if (Patience.mustRepeat(done.means().reports())) {
      LOG.warn(
          "Most workers of round {} of epoch {} were late: it is run again without a time limit.",
          round.index() + 1,
          round.epoch() + 1);
      lost = lost.plus(Phase.STRAGGLERS, done.times().total());
      done = job.run(round, start, slices);
      RoundResult.requireSound(done.means().reports());
    }
    List<WorkerReport> reports = done.means().reports();
    List<Integer> inexact = exactness.inexact(reports);
    patience.learn(round, reports);
    long began = System.nanoTime();
    TrainingState next =
        averaging.next(start, done.means().mean(), done.means().pooled(), round.steps());
    RoundTimes times = done.times().plus(lost).plus(Phase.APPLY, System.nanoTime() - began);
    return new RoundResult(next, reports, times, done.bytes(), inexact);
  }

  static int slices(long stateBytes, int workers) {
    return Math.toIntExact(Math.max(workers, (stateBytes + MAX_SLICE_BYTES - 1) / MAX_SLICE_BYTES));
  }
}
