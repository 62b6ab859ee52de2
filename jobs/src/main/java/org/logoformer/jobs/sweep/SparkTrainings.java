package org.logoformer.jobs.sweep;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.dryrun.WorkerMemory;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.slots.Seats;
import org.logoformer.jobs.sweep.Seating.Executor;
import org.logoformer.jobs.sweep.Seating.Seat;
import org.logoformer.jobs.training.TrainingRun;
import scala.collection.JavaConverters;

/** Trainings in one application: each has a pool of Spark's fair scheduler and a group of jobs. */
final class SparkTrainings implements Trainings {
  private static final String POOL = "spark.scheduler.pool";
  private static final String CPUS = "spark.task.cpus";
  private static final String GPUS = "spark.executor.resource.gpu.amount";

  /** How long executors may take to come. */
  private static final Duration EXECUTORS = Duration.ofMinutes(1);

  private final JavaSparkContext spark;
  private final Map<String, Integer> cores = new HashMap<>();

  SparkTrainings(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Everything that an application has, for trials side by side.
   *
   * @param deadline of {@link System#nanoTime}
   * @param out for what trials say
   */
  static SideBySide.Field field(
      JavaSparkContext spark, LogoConfig config, long deadline, PrintWriter out) {
    SparkTrainings trainings = new SparkTrainings(spark);
    return new SideBySide.Field(
        trainings,
        new Seating(trainings::executors),
        config.sweep().most().orElse(Integer.MAX_VALUE),
        spark.isLocal() ? Duration.ZERO : EXECUTORS,
        deadline,
        out);
  }

  @Override
  public RunMetrics train(LogoConfig config, int until, Seat seat, PrintWriter out) {
    String name = config.run().name();
    spark.setLocalProperty(POOL, name);
    spark.setJobGroup(name, name, false);
    Seats.take(spark, seat.places(), seat.room());
    try {
      return TrainingRun.train(spark, config, until, out);
    } finally {
      Seats.take(spark, List.of(), 0);
      spark.clearJobGroup();
      spark.setLocalProperty(POOL, null);
    }
  }

  @Override
  public void cancel(LogoConfig config) {
    spark.cancelJobGroup(config.run().name());
  }

  @Override
  public boolean isOver() {
    return spark.sc().isStopped();
  }

  @Override
  public int cores(LogoConfig config) {
    return spark.isLocal()
        ? cores.computeIfAbsent(config.run().name(), name -> localCores(config))
        : cpus();
  }

  /**
   * A local master gives every task one core, however many threads it has; and all tasks share the
   * memory of one process. Who needs a third of it takes a third of the cores.
   */
  private int localCores(LogoConfig config) {
    int all = executors().stream().mapToInt(Executor::cores).sum();
    double share = WorkerMemory.of(config).bytes() / config.spark().nativeMemory().bytes();
    int ofMemory = (int) Math.min(all, Math.ceil(share * all));
    return Math.max(Math.max(cpus(), config.train().threads()), ofMemory);
  }

  private int cpus() {
    return Integer.parseInt(spark.getConf().get(CPUS, "1"));
  }

  /** The executors that there are now. A GPU is one slot, however many cores are beside it. */
  List<Executor> executors() {
    List<ExecutorSummary> all =
        JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(true));
    boolean gpu = spark.getConf().contains(GPUS);
    return all.stream()
        .filter(e -> e.totalCores() > 0)
        .map(e -> new Executor(place(e), gpu ? cpus() : e.totalCores()))
        .toList();
  }

  private String place(ExecutorSummary executor) {
    String address = executor.hostPort();
    int colon = address.lastIndexOf(':');
    return spark.isLocal()
        ? ""
        : Seats.place(colon < 0 ? address : address.substring(0, colon), executor.id());
  }
}
