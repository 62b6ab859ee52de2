package org.logoformer.jobs.training;

import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.dryrun.DryRun;
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
  @Mixin private ConfigOptions options;

  @Override
  public void run() {
    LogoConfig config = options.config();
    PrintWriter out = options.out();
    if (options.isDryRun()) {
      List<String> before = config.data().shards().isEmpty() ? List.of() : Resumption.look(config);
      new DryRun(config, out).training();
      runSoFar(before, out);
      return;
    }
    requireShards(config);
    new DryRun(config, out).requireTrainingInputs();
    Resumption.look(config);
    try (SparkSession session = SparkSessions.open(config, "train")) {
      TrainingRun.train(JavaSparkContext.fromSparkContext(session.sparkContext()), config, out);
    }
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
