package org.logoformer.jobs.sweep;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.network.SetClasses;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.jobs.training.Resumption;
import org.logoformer.jobs.training.TrainCommand;
import org.logoformer.progress.SharedBar;
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
      "Keeps sweep.csv, sweep.json and the page sweep.html as trials end; 'logo report' of the"
          + " sweep's folder makes the page again.",
      "Running the same command again skips finished trials and resumes the others; values, axes or"
          + " trials that were added are all that is new to train.",
      "A trial that failed, diverged or was refused is not tried again unless its folder is removed,"
          + " and decides the exit code of later commands, too: 4 if a trial of the grid or of"
          + " --retrain failed, or one of a space of which no trial finished; else 2 if such a trial"
          + " was refused when it was its turn; else 5 if no trial finished and all diverged. Values"
          + " that no run can have are recorded as illegal, and no failure. --dry-run names what would"
          + " be refused, and ends with 0.",
      "The comments of conf/sweep-asha-example.conf say where the searches differ from those of"
          + " Optuna and Ray Tune, and how to choose sweep.min-epochs."
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
    Trial first = firstWithInputs(trials.stream().filter(Trial::isLegal).toList());
    if (options.isDryRun()) {
      dryRun(given, trials, first, out);
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

  /**
   * The first trial that finds what it reads. What another lacks is found, and recorded, when it is
   * its turn; what all lack is told at once.
   */
  private Trial firstWithInputs(List<Trial> legal) {
    LogoException refusal = null;
    for (Trial trial : legal) {
      try {
        new DryRun(trial.config(), spec.commandLine().getOut()).requireTrainingInputs();
        return trial;
      } catch (LogoException e) {
        refusal = refusal == null ? e : refusal;
      }
    }
    throw Objects.requireNonNull(refusal);
  }

  private void sweep(JavaSparkContext spark, Sweep sweep, LogoConfig config) {
    long deadline = began + Math.round(Math.min(maxHours, 1e6) * 3600e9);
    SideBySide.Resources resources =
        SparkTrainings.resources(
            spark, config, deadline, SharedBar.hidden(spec.commandLine().getOut()));
    sweep.run(resources, retraining());
    Optional<LogoException> fault = sweep.fault();
    if (fault.isPresent()) {
      throw fault.get();
    }
  }

  /** What the options ask for. */
  Retraining retraining() {
    return retrain ? new Retraining(top, seeds) : Retraining.NONE;
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
      for (Trial trial : trials) {
        if (trial.isLegal()) {
          look(trial).forEach(line -> out.println(trial.name() + "  " + line));
        }
      }
    }
    out.println("The first of them:");
    new DryRun(first.config(), out).training();
  }

  /** One that is refused harms no other, here as in the sweep. */
  private static List<String> look(Trial trial) {
    try {
      return Resumption.look(trial.config());
    } catch (ConfigException | DataException e) {
      return List.of("refused: " + e.getMessage());
    }
  }
}
