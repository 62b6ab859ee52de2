package org.logoformer.jobs.evaluation;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.DryRun;
import org.logoformer.jobs.SparkSessions;
import org.logoformer.jobs.evaluation.EvaluationFiles.FrameOrder;
import org.logoformer.storage.SharedPaths;
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
      "Writes predictions.parquet, metrics.json and confusion.png beside it; with"
          + " data.shuffle-frames=true under other names."
    },
    sortOptions = false)
public final class EvaluateCommand implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description = {
        "Only compute the metrics of these predictions again: Parquet as this command writes it,",
        "or CSV with the columns clip,label,prediction (names or indices) and perhaps scene."
      })
  private String predictions;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "With --predictions: where metrics.json and confusion.png go, if anywhere; on this"
              + " machine unless a scheme says otherwise.")
  private String out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LogoConfig config = options.config();
    PrintWriter console = spec.commandLine().getOut();
    if (predictions != null) {
      again(config, console);
    } else if (out != null) {
      throw new ConfigException(
          "--out goes with --predictions: the files of a run go to its folder in run.dir");
    } else if (options.isDryRun()) {
      if (!config.data().shards().isEmpty()) {
        RunEvaluation.of(config, console);
      }
      new DryRun(config, console).inference("evaluate");
    } else {
      RunEvaluation run = RunEvaluation.of(config, console);
      new DryRun(config, console).requireTestInputs();
      try (SparkSession session = SparkSessions.open(config, "evaluate")) {
        run.evaluate(new JavaSparkContext(session.sparkContext()));
      }
    }
  }

  private void again(LogoConfig config, PrintWriter console) {
    Configuration hadoop = SharedPaths.hadoop(config);
    List<String> classes = ClassNames.of(config.model().classes());
    List<Prediction> rows =
        PredictionFiles.read(hadoop, SharedPaths.input(predictions, hadoop), classes);
    Evaluation evaluation = Evaluation.of(rows, classes);
    if (out != null && !options.isDryRun()) {
      new EvaluationFiles(hadoop, SharedPaths.output(out, hadoop), FrameOrder.TEMPORAL)
          .write(evaluation, Map.of("predictions", predictions));
    }
    EvaluationText.print(evaluation, console);
    console.println("evaluate " + EvaluationText.summary(evaluation));
  }
}
