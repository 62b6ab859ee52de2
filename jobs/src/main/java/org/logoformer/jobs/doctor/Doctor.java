package org.logoformer.jobs.doctor;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.doctor.Finding.Verdict;
import org.logoformer.jobs.rounds.ResultLimit;
import org.logoformer.jobs.run.Fold;
import org.logoformer.storage.SharedPaths;
import org.logoformer.train.plan.Position;
import org.logoformer.train.source.GraphSource;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.TrainingState;

/** Looks at everything, and prints each finding as soon as it is known. */
final class Doctor {
  private static final long POLL_MILLIS = 200;

  private final JavaSparkContext spark;
  private final Configuration hadoop;
  private final LogoConfig config;
  private final Duration patience;
  private final PrintWriter out;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param patience how long executors may take to come
   */
  Doctor(JavaSparkContext spark, LogoConfig config, Duration patience, PrintWriter out) {
    this.spark = spark;
    this.hadoop = spark.hadoopConfiguration();
    this.config = SharedPaths.qualified(config, hadoop);
    this.patience = patience;
    this.out = out;
  }

  /** The time on a machine. */
  private record Clock(String host, Instant now) implements Serializable {}

  /** All findings, in the order they were printed. */
  List<Finding> examine() {
    Path runs = new Path(config.run().dir());
    try (RunStorage folder = new RunStorage(hadoop, runs, spark.sc().applicationId())) {
      print(folder.examine());
      driver(runs);
      print(ShardsCheck.of(hadoop, config));
      executors(folder);
    } catch (IOException e) {
      print(new Check("run.dir").fail(Causes.of(e), "see that the storage is up"));
    }
    return List.copyOf(findings);
  }

  private void driver(Path runs) {
    try {
      // Building the network proves its kernels too, and would be refused with less to say.
      Finding kernels = KernelReport.of(config).finding("driver");
      print(kernels);
      if (kernels.verdict() == Verdict.FAIL) {
        return;
      }
      SamGraph graph = NetworkGraph.build(config);
      TrainingState state = TrainingState.of(graph, Position.START);
      List<StatisticRange> ranges = GraphSource.of(config).statistics(graph);
      graph.close();
      TrainConfig train = config.train();
      ResultLimit.Sent sent = ResultLimit.Sent.of(state, train.momentum(), ranges, train.workers());
      long heap = Runtime.getRuntime().maxMemory();
      print(DriverCheck.of(spark.getConf(), state.size(), sent, heap));
      long outer = train.outer().kind() == OuterKind.NONE ? 0 : state.parameters().size();
      long kept = (long) train.checkpoint().keepLast() + train.checkpoint().keepBest() + 1;
      print(
          SpaceCheck.of(
              runs.getFileSystem(hadoop),
              runs,
              kept * Fold.numbers(config.data()).size(),
              state.size() + outer));
    } catch (IOException | LogoException e) {
      print(new Check("driver").fail(Causes.of(e), "mend what it says"));
    }
  }

  private void executors(RunStorage folder) throws IOException {
    Check workers = new Check("workers");
    if (spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      print(
          workers.fail(
              "spark.dynamicAllocation.enabled: executors would come and go between rounds",
              "set it to false and ask for spark.executors"));
      return;
    }
    int slots = awaitedSlots();
    if (slots == 0) {
      print(
          workers.fail(
              "no executor came within " + patience.toSeconds() + " s",
              "see that the cluster has machines with the memory and cores that are asked for"
                  + " (--dry-run prints them)"));
      return;
    }
    try {
      SlotExamination examination =
          new SlotExamination(
              new SerializableConfiguration(hadoop),
              config.render(),
              folder.marker().toString(),
              slots);
      judge(EverySlot.ask(spark, slots, SlotReport.class, examination));
      clocks(folder, slots);
    } catch (Exception e) {
      // Spark throws SparkException without declaring it.
      if (!(e instanceof SparkException)) {
        throw e;
      }
      print(
          new Check("executors")
              .fail(
                  "did not survive the examination: " + Causes.of(e),
                  "look into the logs of the executors: memory (spark.native-memory, spark.overhead) or"
                      + " instructions (spark.native-variant)"));
    }
  }

  private void judge(List<SlotReport> reports) {
    ExecutorChecks checks = new ExecutorChecks(config, reports);
    print(checks.workers());
    print(checks.software());
    checks.kernels().forEach(this::print);
    print(checks.bits());
    print(GpuCheck.of(config.spark().gpus(), reports));
    print(checks.runFolder());
    print(checks.clips());
  }

  /** After the examination, so that the stage starts at once. */
  private void clocks(RunStorage folder, int slots) throws IOException {
    Instant asked = Instant.now();
    Map<String, Instant> times = new TreeMap<>();
    for (Clock clock :
        EverySlot.ask(
            spark,
            slots,
            Clock.class,
            number ->
                new Clock(SparkEnv.get().blockManager().blockManagerId().host(), Instant.now()))) {
      times.put(clock.host(), clock.now());
    }
    times.put("the file system", folder.written());
    print(ClockCheck.of(asked, Instant.now(), times));
  }

  /** Waits until all slots that the configuration asks for are there, or no more come. */
  private int awaitedSlots() {
    int wanted = config.train().workers();
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      int slots = EverySlot.count(spark);
      int executors = spark.sc().statusTracker().getExecutorInfos().length - 1;
      boolean all = slots >= wanted && executors >= config.spark().executors();
      if (all || spark.isLocal() || System.nanoTime() - deadline > 0) {
        return slots;
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return slots;
      }
    }
  }

  private void print(Finding finding) {
    findings.add(finding);
    out.println(finding.text());
    out.flush();
  }

  /** How many findings have this verdict. */
  static long count(List<Finding> findings, Verdict verdict) {
    return findings.stream().filter(f -> f.verdict() == verdict).count();
  }
}
