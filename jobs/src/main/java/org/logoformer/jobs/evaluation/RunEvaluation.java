package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.Hash;
import org.logoformer.jobs.run.Protocols;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;
import org.logoformer.train.metrics.History;
import org.logoformer.train.metrics.MetricsLog;
import org.logoformer.train.round.Testing;

/** The evaluation of a run: each fold with its own weights on its own test clips. */
final class RunEvaluation {
  private final LogoConfig config;
  private final Testing.Asked asked;
  private final PrintWriter console;
  private final Configuration hadoop;
  private final RunFolder run;
  private final RunFolder target;
  private final Map<String, String> differences;
  private final Manifest manifest;
  private final Map<Integer, Weights> weights = new TreeMap<>();

  /** By fold; empty if the weights are given. */
  private final Map<Integer, CheckpointId> checkpoints = new TreeMap<>();

  /** Of the folds in their order; none but for the run's own evaluation. */
  private final List<Protocols> protocols = new ArrayList<>();

  private RunEvaluation(RunSettings settings, String name, Testing.Asked asked, PrintWriter console)
      throws IOException {
    this.asked = asked;
    this.config = settings.config();
    this.hadoop = SharedPaths.hadoop(config);
    this.console = console;
    this.run = settings.layout();
    Path shards = new Path(config.data().shards());
    this.manifest = Manifest.read(shards.getFileSystem(hadoop), shards);
    manifest.requireLabels(shards);
    this.differences = settings.differences(hadoop);
    if (differences.containsKey("data.shards")) {
      requireClassesOfRun();
    }
    this.target = target(name);
    for (int fold : Fold.numbers(config.data())) {
      weights.put(fold, weights(fold));
    }
  }

  /** Names are compared, for other classes may be as many. */
  private void requireClassesOfRun() throws IOException {
    List<String> classes = manifest.origin().classes().names();
    for (int fold : Fold.numbers(config.data())) {
      Path metrics = run.fold(fold).metrics();
      Optional<List<String>> before =
          FoldMetrics.read(metrics.getFileSystem(hadoop), metrics)
              .map(test -> test.evaluation().classes());
      if (before.isPresent() && !before.get().equals(classes)) {
        throw new ConfigException(
            "The shard set %s has the classes %s, the run %s was tested on %s: name a set of the run's classes"
                .formatted(
                    config.data().shards(),
                    String.join(", ", classes),
                    run.folder(),
                    String.join(", ", before.get())));
      }
    }
  }

  /**
   * Reads and checks the settings, the shards and the weights, before Spark is started.
   *
   * @param name of the evaluation; null: the run's own, or a hash of what tells it apart
   * @param asked whether features are wanted
   * @throws ConfigException if a setting is missing
   * @throws DataException if shards or weights are missing or broken
   */
  static RunEvaluation of(
      RunSettings settings, String name, Testing.Asked asked, PrintWriter console) {
    LogoConfig config = settings.config();
    require(config, name);
    if (!config.evaluate().weights().isEmpty() && config.data().folds().size() > 1) {
      throw new ConfigException(
          "evaluate.weights with data.folds = %s: the weights of one fold have seen the test clips"
                  .formatted(config.data().folds())
              + " of the others; give one fold");
    }
    try {
      return new RunEvaluation(settings, name, asked, console);
    } catch (IOException e) {
      throw new ClusterException("Cannot read the run or its shards: " + e.getMessage(), e);
    }
  }

  /** Refuses an evaluation without shards, or with a name that no folder can have. */
  static void require(LogoConfig config, String name) {
    if (config.data().shards().isEmpty()) {
      throw new ConfigException("data.shards is not set: give the folder that 'logo prep' wrote");
    }
    if (name != null && !name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      throw new ConfigException(
          "--name = '%s' is no folder name: use letters, digits, dots, dashes and underscores"
              .formatted(name));
    }
  }

  /** Only the run's own figures lie in its own folder. */
  private RunFolder target(String name) {
    if (name != null) {
      return run.evaluation(name);
    }
    return differences.isEmpty() ? run : run.evaluation(Hash.of(differences.toString()));
  }

  /** Evaluates every fold and writes its files, then the means. */
  void evaluate(JavaSparkContext spark) {
    Map<Integer, Evaluation> folds = new LinkedHashMap<>();
    weights.forEach((fold, trained) -> folds.put(fold, evaluate(spark, fold, trained)));
    OptionalInt epochs = checkpoints.values().stream().mapToInt(CheckpointId::epoch).min();
    RunMetrics means = RunMetrics.of(folds, epochs);
    (target.equals(run) ? means.with(protocols) : means.under(differences))
        .write(hadoop, target.metrics());
    if (folds.size() > 1) {
      EvaluationText.folds(folds, means, console);
      means
          .pooled()
          .ifPresent(
              pooled -> {
                console.println("\nAll folds together:");
                EvaluationText.print(pooled, console);
              });
      console.println(
          String.format(
              Locale.ROOT,
              "evaluate folds=%d uar=%.4f war=%.4f",
              folds.size(),
              means.uar().mean(),
              means.war().mean()));
    }
  }

  private Evaluation evaluate(JavaSparkContext spark, int fold, Weights trained) {
    List<ClipRecord> clips = Fold.testClips(manifest, config.data(), fold);
    List<String> classes = manifest.origin().classes().names();
    EvaluationFiles files = new EvaluationFiles(hadoop, target.fold(fold));
    List<Prediction> predictions =
        files.write(ShardPredictions.of(spark, config, trained, clips, asked), classes.size());
    Evaluation evaluation = Evaluation.of(predictions, classes).resampled(config);
    FoldMetrics metrics =
        metrics(evaluation, fold, trained)
            .seen(config.evaluate())
            .interpolated(clips.stream().mapToInt(ClipRecord::frames).toArray(), config);
    if (target.equals(run)) {
      metrics = metrics.with(history(fold));
      protocols.add(metrics.protocols());
    }
    files.write(metrics);
    EvaluationText.print(evaluation, console);
    console.printf(
        Locale.ROOT,
        "evaluate fold=%d %s frames=%s predictions=%s%n",
        fold,
        EvaluationText.summary(evaluation),
        frames(),
        target.fold(fold).predictions());
    return evaluation;
  }

  private History history(int fold) {
    Path log = run.fold(fold).log();
    try {
      return MetricsLog.history(log.getFileSystem(hadoop), log);
    } catch (IOException e) {
      throw Unreadable.of(log, e, "Restore the file");
    }
  }

  private FoldMetrics metrics(Evaluation evaluation, int fold, Weights trained) {
    CheckpointId checkpoint = checkpoints.get(fold);
    return checkpoint == null
        ? FoldMetrics.of(evaluation, fold, trained.origin(), config.data())
        : FoldMetrics.of(evaluation, fold, checkpoint, config.data());
  }

  /** In which order the network sees the frames of each clip. */
  private String frames() {
    return config.data().shuffleFrames() ? "shuffled" : "temporal";
  }

  private Weights weights(int fold) throws IOException {
    if (!config.evaluate().weights().isEmpty()) {
      return Weights.read(hadoop, new Path(config.evaluate().weights()), config);
    }
    Path folder = run.fold(fold).folder();
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
    checkpoints.put(fold, newest.id());
    return Weights.of(
        new Safetensors(newest.params()), config.model(), store.path(newest.id()).toString());
  }
}
