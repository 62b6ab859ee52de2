package org.logoformer.jobs.training;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.network.SetClasses;
import org.logoformer.jobs.run.SeedRuns;
import org.logoformer.jobs.spark.SparkSessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code logo train}: trains on one split or by cross validation, on Spark; resumes a run that was
 * begun before.
 */
@Command(
    name = "train",
    description = {
      "Trains on a shard set by parameter averaging over train.workers workers.",
      "Running the same command again goes on from the newest checkpoint."
    },
    sortOptions = false)
public final class TrainCommand implements Runnable {
  private final BiConsumer<LogoConfig, PrintWriter> seeds;

  @Mixin private ConfigOptions options;

  /**
   * @param seeds trains the runs of {@code run.seeds}
   */
  public TrainCommand(BiConsumer<LogoConfig, PrintWriter> seeds) {
    this.seeds = seeds;
  }

  @Override
  public void run() {
    LogoConfig config = SetClasses.config(options);
    List<LogoConfig> runs = SeedRuns.of(config);
    PrintWriter out = options.out();
    if (options.isDryRun()) {
      List<String> before = config.data().shards().isEmpty() ? List.of() : soFar(runs);
      new DryRun(runs.get(0), out).training();
      runSoFar(before, out);
      return;
    }
    requireShards(config);
    new DryRun(runs.get(0), out).requireTrainingInputs();
    runs.forEach(Resumption::look);
    if (!config.run().seeds().isEmpty()) {
      seeds.accept(config, out);
      return;
    }
    try (SparkSession session = SparkSessions.open(config, "train")) {
      TrainingRun.train(JavaSparkContext.fromSparkContext(session.sparkContext()), config, out);
    }
  }

  /** Of several runs, each line with the name of its run. */
  private static List<String> soFar(List<LogoConfig> runs) {
    if (runs.size() == 1) {
      return Resumption.look(runs.get(0));
    }
    List<String> lines = new ArrayList<>();
    lines.add("run.seeds: %d runs like the one above".formatted(runs.size()));
    for (LogoConfig run : runs) {
      Resumption.look(run).forEach(line -> lines.add(run.run().name() + "  " + line));
    }
    return lines;
  }

  private static void runSoFar(List<String> lines, PrintWriter out) {
    if (!lines.isEmpty()) {
      out.println();
      out.println("# Run so far");
      lines.forEach(line -> out.println("  " + line));
      out.flush();
    }
  }

  /**
   * Checks that the configuration names a shard set, before Spark is started.
   *
   * @throws ConfigException if no shard set is named
   */
  public static void requireShards(LogoConfig config) {
    if (config.data().shards().isEmpty()) {
      throw new ConfigException(
          "data.shards is empty: set it to the folder of a shard set, as 'logo prep' wrote it");
    }
  }
}
