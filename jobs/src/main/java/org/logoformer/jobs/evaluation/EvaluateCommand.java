package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.network.ClassNames;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.network.SetClasses;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.Json;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.jobs.weights.Origin;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;
import org.logoformer.train.round.Testing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo evaluate}: predictions and metrics of a run on its test clips, on Spark. */
@Command(
    name = "evaluate",
    description = {
      "Predicts the test clips of a run and measures how many are right.",
      "Writes predictions.parquet, metrics.json, confusion.png and reliability.png to the folder of"
          + " the run. With other clips, frames, folds or weights than the run's own they go to"
          + " <run>/evaluations/<name>.",
      "What training wrote is never replaced: figures that differ go there, too. The same command"
          + " again goes on where one ended early.",
      "Network, normalisation and sampling are those that the run was trained with, and so are"
          + " shards, folds, split and seed unless a key=value argument says otherwise; --config"
          + " does not change them."
    },
    sortOptions = false)
public final class EvaluateCommand implements Runnable {
  /** Of the metrics of a file of predictions: its place. */
  private static final String AGAIN = "predictions";

  @Mixin private ConfigOptions options;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = {
        "Only compute the metrics of these predictions again: Parquet as this command writes it,",
        "or CSV with the columns clip,label,prediction (names or indices) and perhaps scene,",
        "or what 'predict' wrote, with data.shards for the labels."
      })
  private String predictions;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "With --predictions: where metrics.json and the pictures go, if anywhere; on this"
              + " machine unless a scheme says otherwise.")
  private String out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Folder of the evaluation below <run>/evaluations.")
  private String name;

  @Option(
      names = "--checkpoints",
      split = ",",
      paramLabel = "RUN_OR_FILE",
      description = {
        "Several networks in place of the run's: folders of runs, folds or checkpoints, or files"
            + " of weights.",
        "Each is evaluated alone, with its own settings, and all together as an ensemble, by the"
            + " mean of their probabilities. The files go to <run>/evaluations/<name>."
      })
  private List<String> checkpoints = new ArrayList<>();

  @Option(
      names = "--checkpoint",
      paramLabel = "last|best|newest",
      description =
          "Of the run, or of those of --checkpoints: the newest of a whole epoch, that of the"
              + " highest score, or the newest, be it of the middle of an epoch.")
  private Origin.Choice checkpoint = Origin.Choice.LAST;

  @Option(
      names = "--features",
      description =
          "Writes what the classifier read of each clip to features.parquet, too; 'report' then"
              + " shows them by class.")
  private boolean features;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter console = spec.commandLine().getOut();
    if (predictions != null && !checkpoints.isEmpty()) {
      throw new ConfigException("--checkpoints goes with shards, not with --predictions");
    } else if (predictions != null && name != null) {
      throw new ConfigException("--name goes with a run; with --predictions give --out");
    } else if (predictions != null) {
      again(options.config(), console);
    } else if (out != null) {
      throw new ConfigException(
          "--out goes with --predictions: the files of a run go to its folder in run.dir");
    } else if (!checkpoints.isEmpty()) {
      evaluate(Member.read(options, checkpoints, checkpoint), console);
    } else {
      evaluate(RunSettings.of(options), console);
    }
  }

  private void evaluate(List<Member> members, PrintWriter console) {
    EnsembleEvaluation evaluation = EnsembleEvaluation.of(members, name, asked(), console);
    LogoConfig config = members.get(0).config();
    if (options.isDryRun()) {
      members.forEach(member -> new DryRun(member.config(), console).inference("evaluate"));
      return;
    }
    members.forEach(member -> new DryRun(member.config(), console).requireTestInputs());
    try (SparkSession session = SparkSessions.open(config, "evaluate")) {
      evaluation.evaluate(new JavaSparkContext(session.sparkContext()));
    }
  }

  private void evaluate(RunSettings settings, PrintWriter console) {
    LogoConfig config = settings.config();
    if (options.isDryRun()) {
      if (!config.data().shards().isEmpty()) {
        RunEvaluation.of(settings, name, checkpoint, asked(), console);
      }
      new DryRun(config, console).inference("evaluate");
      return;
    }
    RunEvaluation run = RunEvaluation.of(settings, name, checkpoint, asked(), console);
    new DryRun(config, console).requireTestInputs();
    try (SparkSession session = SparkSessions.open(config, "evaluate")) {
      run.evaluate(new JavaSparkContext(session.sparkContext()));
    }
  }

  private Testing.Asked asked() {
    return features ? Testing.Asked.FEATURES : Testing.Asked.LOGITS;
  }

  private void again(LogoConfig config, PrintWriter console) {
    Configuration hadoop = SharedPaths.hadoop(config);
    if (out != null) {
      requireNoTest(hadoop, new FoldFolder(SharedPaths.output(out, hadoop)));
    }
    List<String> classes =
        SetClasses.of(config, hadoop).orElseGet(() -> ClassNames.of(config.model().classes()));
    List<Prediction> rows =
        PredictionFiles.read(
            hadoop, SharedPaths.input(predictions, hadoop), classes, labelled(config, hadoop));
    Evaluation evaluation = Evaluation.of(rows, classes).resampled(config);
    if (out != null && !options.isDryRun()) {
      new EvaluationFiles(hadoop, new FoldFolder(SharedPaths.output(out, hadoop)))
          .write(new FoldMetrics(Map.of(AGAIN, predictions), evaluation));
    }
    EvaluationText.print(evaluation, console);
    console.println("evaluate " + EvaluationText.summary(evaluation));
  }

  /** The figures of a network's test are not replaced by those of a file. */
  private static void requireNoTest(Configuration hadoop, FoldFolder place) {
    try {
      FileSystem files = place.folder().getFileSystem(hadoop);
      boolean isTest =
          RunFolder.text(files, place.metrics())
              .filter(text -> !Json.read(text, place.metrics().toString()).has(AGAIN))
              .isPresent();
      if (isTest || files.exists(new Path(place.folder(), "ckpt"))) {
        throw new ConfigException(
            "--out = %s holds a network's test or its checkpoints: give another folder"
                .formatted(place.folder()));
      }
    } catch (IOException e) {
      throw Unreadable.of(place.metrics(), e, "Check --out");
    }
  }

  private static Map<String, ClipRecord> labelled(LogoConfig config, Configuration hadoop) {
    if (config.data().shards().isEmpty()) {
      return Map.of();
    }
    Path shards = SharedPaths.input(config.data().shards(), hadoop);
    try {
      Manifest manifest = Manifest.read(shards.getFileSystem(hadoop), shards);
      manifest.requireLabels(shards);
      return manifest.byId();
    } catch (IOException e) {
      throw Unreadable.of(shards, e, "Check data.shards");
    }
  }
}
