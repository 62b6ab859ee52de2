package org.logoformer.jobs.training;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.dryrun.WorkerMemory;
import org.logoformer.jobs.slots.Seating.Executor;
import org.logoformer.jobs.slots.Seats;
import scala.collection.JavaConverters;

/** The executors of an application, and what a worker takes of them. */
public final class SparkExecutors {
  private static final String CPUS = "spark.task.cpus";
  private static final String GPUS = "spark.executor.resource.gpu.amount";

  /** How long executors may take to come. */
  private static final Duration COMING = Duration.ofMinutes(1);

  private final JavaSparkContext spark;
  private final Map<String, Integer> cores = new ConcurrentHashMap<>();

  public SparkExecutors(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** The executors that there are now. A GPU is one slot, however many cores are beside it. */
  public List<Executor> now() {
    List<ExecutorSummary> all =
        JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(true));
    boolean gpu = spark.getConf().contains(GPUS);
    return all.stream()
        .filter(e -> e.totalCores() > 0)
        .map(
            e -> new Executor(spark.isLocal() ? "" : Seats.place(e), gpu ? cpus() : e.totalCores()))
        .toList();
  }

  /** Cores that a worker takes of its executor. */
  public int cores(LogoConfig config) {
    return spark.isLocal()
        ? cores.computeIfAbsent(config.run().name(), name -> localCores(config))
        : cpus();
  }

  /** How long more executors may be hoped for. */
  public Duration patience() {
    return spark.isLocal() ? Duration.ZERO : COMING;
  }

  /**
   * A local master gives every task one core, however many threads it has; and all tasks share the
   * memory of one process. Who needs a third of it takes a third of the cores.
   */
  private int localCores(LogoConfig config) {
    int all = now().stream().mapToInt(Executor::cores).sum();
    double share = WorkerMemory.of(config).bytes() / config.spark().nativeMemory().bytes();
    int ofMemory = (int) Math.min(all, Math.ceil(share * all));
    return Math.max(Math.max(cpus(), config.train().threads()), ofMemory);
  }

  private int cpus() {
    return Integer.parseInt(spark.getConf().get(CPUS, "1"));
  }
}
