package org.logoformer.jobs.sweep;

import java.io.PrintWriter;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SweepConfig.Search;
import org.logoformer.error.ConfigException;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.network.SetClasses;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.jobs.training.Resumption;
import org.logoformer.jobs.training.TrainCommand;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo sweep}. */
@Command(
    name = "sweep",
    description = {
      "Trains the trials of sweep.grid or sweep.space side by side and ranks them by UAR.",
      "Keeps sweep.csv and sweep.json as trials end, and writes the page sweep.html at the end;"
          + " 'logo report' of the sweep's folder makes the page again.",
      "Running the same command again skips finished trials and resumes the others."
    },
    sortOptions = false)
public final class SweepCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec;

  private final long began = System.nanoTime();

  @Option(
      names = "--max-hours",
      paramLabel = "HOURS",
      description = "Stops after so long; the same command goes on from there.")
  private double maxHours = Double.POSITIVE_INFINITY;

  @Option(
      names = "--retrain",
      description = "Trains the best trials again, from other seeds, when the search has ended.")
  private boolean retrain;

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "How many trials --retrain takes; 1 if not given.")
  private int top = 1;

  @Option(
      names = "--seeds",
      paramLabel = "S",
      description = "How many seeds --retrain takes for each; 3 if not given.")
  private int seeds = 3;

  @Override
  public void run() {
    LogoConfig given = SetClasses.config(options);
    PrintWriter out = spec.commandLine().getOut();
    if (!(maxHours > 0)) {
      throw new ConfigException("--max-hours = " + maxHours + ": must be above 0");
    }
    if (top < 1 || seeds < 1) {
      throw new ConfigException(
          "--top = %d, --seeds = %d: must be at least 1".formatted(top, seeds));
    }
    if (!given.run().seeds().isEmpty()) {
      throw new ConfigException(
          "run.seeds = %s is for train: give a sweep the axis \"run.seed = 1, 2\", or --retrain --seeds %d"
              .formatted(given.run().seeds(), given.run().seeds().size()));
    }
    Configuration local = SharedPaths.hadoop(given);
    LogoConfig looked =
        given.data().shards().isEmpty() ? given : SharedPaths.qualified(given, local);
    List<Trial> trials = new Sweep(local, looked, out, () -> {}).trials();
    List<Trial> legal = trials.stream().filter(Trial::isLegal).toList();
    if (legal.isEmpty()) {
      throw new ConfigException("No trial is legal: " + trials.get(0).refusal());
    }
    legal.forEach(trial -> new DryRun(trial.config(), out).requireTrainingInputs());
    if (options.isDryRun()) {
      dryRun(given, trials, legal.get(0), out);
      return;
    }
    TrainCommand.requireShards(given);
    try (SparkSession session = SparkSessions.open(given, "sweep")) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      LogoConfig config = SharedPaths.qualified(given, spark.hadoopConfiguration());
      try (FolderOwner owner =
          FolderOwner.take(
              spark.hadoopConfiguration(),
              RunFolder.of(config.run()).folder(),
              FolderOwner.Work.TRAINED)) {
        sweep(spark, new Sweep(spark.hadoopConfiguration(), config, out, owner::require), config);
      }
    }
  }

  private void sweep(JavaSparkContext spark, Sweep sweep, LogoConfig config) {
    long deadline = began + Math.round(Math.min(maxHours, 1e6) * 3600e9);
    SideBySide.Field field =
        SparkTrainings.field(spark, config, deadline, spec.commandLine().getOut());
    sweep.run(field, retrain ? new Retraining(top, seeds) : Retraining.NONE);
    requireDone(config, sweep);
  }

  /**
   * The others have had their turn; the exit code is that of the first refusal. A point of a grid
   * was asked for, a draw was not.
   */
  private static void requireDone(LogoConfig config, Sweep sweep) {
    boolean none = sweep.outcomes().stream().noneMatch(o -> o.state().equals("finished"));
    List<LogoException> refusals = sweep.refusals();
    if (!refusals.isEmpty() && (none || config.sweep().search() == Search.GRID)) {
      throw refusals.get(0);
    }
  }

  private static void dryRun(LogoConfig config, List<Trial> trials, Trial first, PrintWriter out) {
    for (Trial trial : trials) {
      String settings = String.join(" ", trial.settings());
      out.println(
          trial.name()
              + "  "
              + (trial.isLegal() ? settings : settings + "  illegal: " + trial.refusal()));
    }
    if (!config.data().shards().isEmpty()) {
      // Refuses what the sweep would refuse; it would go on with the others, though.
      for (Trial trial : trials) {
        if (trial.isLegal()) {
          Resumption.look(trial.config()).forEach(line -> out.println(trial.name() + "  " + line));
        }
      }
    }
    out.println("The first of them:");
    new DryRun(first.config(), out).training();
  }
}
