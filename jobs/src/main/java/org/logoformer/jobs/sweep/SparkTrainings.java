package org.logoformer.jobs.sweep;

import java.io.PrintWriter;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.slots.Seating;
import org.logoformer.jobs.slots.Seating.Seat;
import org.logoformer.jobs.slots.Seats;
import org.logoformer.jobs.training.SparkExecutors;
import org.logoformer.jobs.training.TrainingRun;
import org.logoformer.progress.SharedBar;

/** Trainings in one application: each has a pool of Spark's fair scheduler and a group of jobs. */
final class SparkTrainings implements Trainings {
  private final JavaSparkContext spark;
  private final SparkExecutors executors;
  private final SharedBar bar;

  SparkTrainings(JavaSparkContext spark, SparkExecutors executors, SharedBar bar) {
    this.spark = spark;
    this.executors = executors;
    this.bar = bar;
  }

  /**
   * Everything that an application has, for trials side by side.
   *
   * @param deadline of {@link System#nanoTime}
   * @param bar moved by the epochs of all trials; what they say appears above it
   */
  static SideBySide.Resources resources(
      JavaSparkContext spark, LogoConfig config, long deadline, SharedBar bar) {
    SparkExecutors executors = new SparkExecutors(spark);
    return new SideBySide.Resources(
        new SparkTrainings(spark, executors, bar),
        new Seating(executors::now),
        config.sweep().most().orElse(Integer.MAX_VALUE),
        executors.patience(),
        deadline,
        bar.lines());
  }

  @Override
  public RunMetrics train(LogoConfig config, int until, Seat seat, PrintWriter out) {
    return Seats.on(
        spark, seat, config.run().name(), () -> TrainingRun.train(spark, config, until, bar, out));
  }

  @Override
  public void cancel(LogoConfig config) {
    Seats.cancel(spark, config.run().name());
  }

  @Override
  public boolean isOver() {
    return spark.sc().isStopped();
  }

  @Override
  public int cores(LogoConfig config) {
    return executors.cores(config);
  }
}
