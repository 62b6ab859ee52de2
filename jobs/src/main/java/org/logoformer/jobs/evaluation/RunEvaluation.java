package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.RunLayout;
import org.logoformer.jobs.SparkSessions;
import org.logoformer.jobs.evaluation.EvaluationFiles.FrameOrder;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.SharedPaths;

/** The evaluation of a run: each fold with its own weights on its own test clips. */
final class RunEvaluation {
  private final LogoConfig config;
  private final PrintWriter console;
  private final Configuration hadoop;
  private final RunLayout layout;
  private final FrameOrder order;
  private final Manifest manifest;
  private final Map<Integer, Weights> weights = new TreeMap<>();

  private RunEvaluation(LogoConfig config, PrintWriter console) throws IOException {
    this.hadoop = SparkSessions.hadoop(config, "evaluate");
    this.config = SharedPaths.qualified(config, hadoop);
    this.console = console;
    this.layout = RunLayout.of(config.run());
    this.order = config.data().shuffleFrames() ? FrameOrder.SHUFFLED : FrameOrder.TEMPORAL;
    Path shards = new Path(config.data().shards());
    this.manifest = Manifest.read(shards.getFileSystem(hadoop), shards);
    for (int fold : RunLayout.folds(config.data())) {
      weights.put(fold, weights(fold));
    }
  }

  /**
   * Reads all that can be wrong before Spark is started.
   *
   * @throws ConfigException if a setting lacks
   * @throws DataException if shards or weights are missing or broken
   */
  static RunEvaluation of(LogoConfig config, PrintWriter console) {
    if (config.data().shards().isEmpty()) {
      throw new ConfigException("data.shards is not set: give the folder that 'logo prep' wrote");
    }
    if (!config.evaluate().weights().isEmpty() && config.data().folds().size() > 1) {
      throw new ConfigException(
          "evaluate.weights with data.folds = %s: the weights of one fold have seen the test clips"
                  .formatted(config.data().folds())
              + " of the others; give one fold");
    }
    try {
      return new RunEvaluation(config, console);
    } catch (IOException e) {
      throw new ClusterException("Cannot read the run or its shards: " + e.getMessage(), e);
    }
  }

  /** Evaluates every fold and writes its files, then the means. */
  void evaluate(JavaSparkContext spark) {
    Map<Integer, Evaluation> folds = new LinkedHashMap<>();
    weights.forEach((fold, trained) -> folds.put(fold, evaluate(spark, fold, trained)));
    EvaluationFiles run = new EvaluationFiles(hadoop, layout.folder(), order);
    run.write(run.metrics(), FoldMeans.json(folds));
    if (folds.size() > 1) {
      console.println(
          String.format(
              Locale.ROOT,
              "evaluate folds=%d uar=%.4f war=%.4f",
              folds.size(),
              FoldMeans.mean(folds.values().stream().mapToDouble(Evaluation::uar).toArray()),
              FoldMeans.mean(folds.values().stream().mapToDouble(Evaluation::war).toArray())));
    }
  }

  private Evaluation evaluate(JavaSparkContext spark, int fold, Weights trained) {
    List<ClipRecord> clips = RunLayout.testClips(manifest, config.data(), fold);
    List<String> classes = manifest.origin().classes().names();
    List<Prediction> predictions = ShardPredictions.of(spark, config, trained, clips);
    Evaluation evaluation = Evaluation.of(predictions, classes);
    EvaluationFiles files = new EvaluationFiles(hadoop, layout.fold(fold), order);
    files.write(predictions, classes.size());
    files.write(evaluation, facts(fold, trained));
    EvaluationText.print(evaluation, console);
    console.printf(
        "evaluate fold=%d %s frames=%s predictions=%s%n",
        fold,
        EvaluationText.summary(evaluation),
        order.name().toLowerCase(Locale.ROOT),
        files.predictions());
    return evaluation;
  }

  private Map<String, String> facts(int fold, Weights trained) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run", config.run().name());
    facts.put("fold", Integer.toString(fold));
    facts.put("weights", trained.origin());
    facts.put("shards", config.data().shards());
    facts.put("frames", order.name().toLowerCase(Locale.ROOT));
    facts.put("short_clip", config.data().shortClip().name().toLowerCase(Locale.ROOT));
    return facts;
  }

  private Weights weights(int fold) throws IOException {
    if (!config.evaluate().weights().isEmpty()) {
      return Weights.read(hadoop, new Path(config.evaluate().weights()), config.model());
    }
    Path folder = layout.fold(fold);
    FileSystem fs = folder.getFileSystem(hadoop);
    CheckpointStore store = new CheckpointStore(fs, folder, Retention.ALL);
    Checkpoint newest =
        store
            .newest()
            .orElseThrow(
                () ->
                    new DataException(
                        ("No checkpoint in %s: train the run '%s' first, or give evaluate.weights"
                                + " a safetensors file")
                            .formatted(folder, config.run().name())));
    return Weights.of(newest.params(), config.model(), store.path(newest.id()).toString());
  }
}
