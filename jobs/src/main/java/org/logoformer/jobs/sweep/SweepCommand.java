package org.logoformer.jobs.sweep;

import java.io.PrintWriter;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.jobs.training.Resumption;
import org.logoformer.jobs.training.TrainCommand;
import org.logoformer.jobs.training.TrainingRun;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code logo sweep}. */
@Command(
    name = "sweep",
    description = {
      "Trains every combination of sweep.grid and ranks them by UAR.",
      "Running the same command again skips finished trials and resumes the others."
    },
    sortOptions = false)
public final class SweepCommand implements Runnable {
  @Mixin private ConfigOptions options;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LogoConfig config = options.config();
    PrintWriter out = spec.commandLine().getOut();
    List<Trial> trials = Trial.of(config);
    if (config.sweep().grid().isEmpty()) {
      throw new ConfigException(
          "sweep.grid is empty: give it an axis such as sweep.grid=[\"optimiser.lr = 0.01,"
              + " 0.03\"]");
    }
    trials.forEach(trial -> new DryRun(trial.config(), out).requireTrainingInputs());
    if (options.isDryRun()) {
      trials.forEach(t -> out.println(t.name() + "  " + String.join(" ", t.settings())));
      runsSoFar(config, trials, out);
      out.println("The first of them:");
      new DryRun(trials.get(0).config(), out).training();
      return;
    }
    TrainCommand.requireShards(config);
    try (SparkSession session = SparkSessions.open(config, "sweep")) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      Sweep sweep =
          new Sweep(
              spark.hadoopConfiguration(), out, trial -> TrainingRun.train(spark, trial, out));
      List<Outcome> outcomes = sweep.run(config);
      for (Outcome outcome : outcomes) {
        out.println("sweep " + outcome.line());
      }
      out.flush();
      // The others have had their turn; the exit code is that of the first refusal.
      for (Outcome outcome : outcomes) {
        if (outcome.refusal() != null) {
          throw outcome.refusal();
        }
      }
    }
  }

  /** Refuses what the sweep would refuse; it would go on with the others, though. */
  private static void runsSoFar(LogoConfig config, List<Trial> trials, PrintWriter out) {
    if (config.data().shards().isEmpty()) {
      return;
    }
    Configuration hadoop = SharedPaths.hadoop(config);
    TrialFolders folders = new TrialFolders(hadoop, SharedPaths.qualified(config, hadoop));
    for (Trial trial : trials) {
      for (String line : Resumption.look(folders.find(trial).config())) {
        out.println(trial.name() + "  " + line);
      }
    }
  }
}
