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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.Hash;
import org.logoformer.jobs.run.Protocols;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.weights.Origin;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;
import org.logoformer.train.metrics.History;
import org.logoformer.train.metrics.MetricsLog;
import org.logoformer.train.round.Testing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The evaluation of a run: each fold with its own weights on its own test clips. */
final class RunEvaluation {
  private static final Logger LOG = LoggerFactory.getLogger(RunEvaluation.class);

  private final LogoConfig config;
  private final Testing.Asked asked;
  private final PrintWriter console;
  private final Configuration hadoop;
  private final RunFolder run;
  private final boolean isTrained;
  private final RunFolder target;
  private final Map<String, String> differences;
  private final Manifest manifest;
  private final List<TestedNetwork> networks = new ArrayList<>();

  private RunEvaluation(
      RunSettings settings,
      String name,
      Origin.Choice choice,
      Testing.Asked asked,
      PrintWriter console)
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
      requireClassesOfRun(name);
    }
    for (int fold : Fold.numbers(config.data())) {
      networks.add(TestedNetwork.of(hadoop, run.fold(fold), config, choice, known(fold, name)));
    }
    if (choice != Origin.Choice.LAST) {
      differences.put("--checkpoint", choice.toString());
    }
    this.isTrained = settings.trained().isPresent();
    // A training that has not ended, or has gone on since, has its own test to write.
    settings
        .trained()
        .ifPresent(
            trained ->
                networks.stream()
                    .filter(n -> n.isAnother(trained.train().epochs()))
                    .forEach(n -> differences.put("checkpoint of fold " + n.fold(), n.of())));
    this.target = target(name);
  }

  /** Names are compared, for other classes may be as many. */
  private void requireClassesOfRun(String name) throws IOException {
    List<String> classes = manifest.origin().classes().names();
    for (int fold : Fold.numbers(config.data())) {
      Optional<List<String>> before = known(fold, name).map(test -> test.evaluation().classes());
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

  /** Metrics that are damaged end no evaluation but one that might go beside them. */
  private Optional<FoldMetrics> known(int fold, String name) throws IOException {
    Path metrics = run.fold(fold).metrics();
    try {
      return FoldMetrics.read(metrics.getFileSystem(hadoop), metrics);
    } catch (DataException e) {
      if (name == null && config.evaluate().weights().isEmpty()) {
        throw e;
      }
      LOG.warn("Evaluates without the run's own figures: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Reads and checks the settings, the shards and the weights, before Spark is started.
   *
   * @param name of the evaluation; null: the run's own, or a hash of what tells it apart
   * @param choice of each fold's checkpoints
   * @param asked whether features are wanted
   * @throws ConfigException if a setting is missing
   * @throws DataException if shards or weights are missing or broken
   */
  static RunEvaluation of(
      RunSettings settings,
      String name,
      Origin.Choice choice,
      Testing.Asked asked,
      PrintWriter console) {
    LogoConfig config = settings.config();
    require(config, name);
    if (!config.evaluate().weights().isEmpty() && choice != Origin.Choice.LAST) {
      throw new ConfigException("--checkpoint chooses of a run, not of evaluate.weights: give one");
    }
    if (!config.evaluate().weights().isEmpty() && config.data().folds().size() > 1) {
      throw new ConfigException(
          "evaluate.weights with data.folds = %s: the weights of one fold have seen the test clips"
                  .formatted(config.data().folds())
              + " of the others; give one fold");
    }
    try {
      return new RunEvaluation(settings, name, choice, asked, console);
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
    try (FolderOwner owner = own(target)) {
      Map<TestedNetwork, List<Seen>> seen = new LinkedHashMap<>();
      networks.forEach(network -> seen.put(network, look(spark, network)));
      owner.require();
      write(seen);
      networks.forEach(network -> parts(network.fold()).delete(hadoop));
    }
  }

  private FolderOwner own(RunFolder place) {
    return FolderOwner.take(hadoop, place.folder(), FolderOwner.Work.EVALUATED);
  }

  private PartFiles parts(int fold) {
    return new PartFiles(target.fold(fold).parts());
  }

  private List<Seen> look(JavaSparkContext spark, TestedNetwork network) {
    List<ClipRecord> clips = Fold.testClips(manifest, config.data(), network.fold());
    return ShardPredictions.of(
        spark, config, network.weights(), clips, asked, parts(network.fold()));
  }

  /** To the run's own folder only if its own figures, where there are some, are these. */
  private void write(Map<TestedNetwork, List<Seen>> seen) {
    Map<TestedNetwork, Evaluation> evaluations = new LinkedHashMap<>();
    seen.forEach((network, of) -> evaluations.put(network, evaluation(of)));
    boolean isConfirmed =
        evaluations.entrySet().stream().allMatch(e -> e.getKey().isConfirmedBy(e.getValue()));
    if (!target.equals(run) || !isTrained || isConfirmed) {
      write(target, seen, evaluations);
      return;
    }
    differences.put(RunFolder.COUNTS, "not those of the run's own test");
    RunFolder elsewhere = run.recount();
    console.printf(
        Locale.ROOT,
        "The run's own test counted otherwise, as on another kind of machine or by another version"
            + " it may: its files stay, this evaluation goes to %s%n",
        elsewhere.folder());
    try (FolderOwner owner = own(elsewhere)) {
      owner.require();
      write(elsewhere, seen, evaluations);
    }
  }

  private Evaluation evaluation(List<Seen> seen) {
    List<Prediction> predictions = seen.stream().map(Seen::prediction).toList();
    return Evaluation.of(predictions, manifest.origin().classes().names()).resampled(config);
  }

  private void write(
      RunFolder place,
      Map<TestedNetwork, List<Seen>> seen,
      Map<TestedNetwork, Evaluation> evaluations) {
    Map<Integer, Evaluation> folds = new LinkedHashMap<>();
    List<Protocols> protocols = new ArrayList<>();
    evaluations.forEach(
        (network, evaluation) -> {
          folds.put(network.fold(), evaluation);
          protocols.add(write(place, network, seen.get(network), evaluation));
        });
    OptionalInt epochs =
        networks.stream().flatMap(n -> n.checkpoint().stream()).mapToInt(CheckpointId::epoch).min();
    RunMetrics means = RunMetrics.of(folds, epochs);
    if (!place.equals(run)) {
      means.under(differences).write(hadoop, place.metrics());
    } else if (!stays(place.metrics())) {
      means.with(protocols).write(hadoop, place.metrics());
    }
    if (folds.size() > 1) {
      print(folds, means);
    }
  }

  private void print(Map<Integer, Evaluation> folds, RunMetrics means) {
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

  /** Returns what choosing an epoch makes of the fold; nothing but for the run's own test. */
  private Protocols write(
      RunFolder place, TestedNetwork network, List<Seen> seen, Evaluation evaluation) {
    int fold = network.fold();
    EvaluationFiles files = new EvaluationFiles(hadoop, place.fold(fold));
    FoldMetrics metrics = metrics(evaluation, network);
    if (place.equals(run)) {
      metrics = metrics.with(history(fold));
    }
    files.write(seen, metrics);
    if (place.equals(run) && stays(files.fold().metrics())) {
      files.draw(evaluation);
    } else {
      files.write(metrics);
    }
    EvaluationText.print(evaluation, console);
    console.printf(
        Locale.ROOT,
        "evaluate fold=%d %s frames=%s predictions=%s%n",
        fold,
        EvaluationText.summary(evaluation),
        frames(),
        files.fold().predictions());
    return metrics.protocols();
  }

  /** Whether a file of metrics in the run's own folder is one that training may have written. */
  private boolean stays(Path metrics) {
    try {
      return isTrained && metrics.getFileSystem(hadoop).exists(metrics);
    } catch (IOException e) {
      throw Unreadable.of(metrics, e, "Restore the file");
    }
  }

  private History history(int fold) {
    Path log = run.fold(fold).log();
    try {
      return MetricsLog.history(log.getFileSystem(hadoop), log);
    } catch (IOException e) {
      throw Unreadable.of(log, e, "Restore the file");
    }
  }

  private FoldMetrics metrics(Evaluation evaluation, TestedNetwork network) {
    int fold = network.fold();
    List<ClipRecord> clips = Fold.testClips(manifest, config.data(), fold);
    return network
        .checkpoint()
        .map(checkpoint -> FoldMetrics.of(evaluation, fold, checkpoint, config.data()))
        .orElseGet(
            () -> FoldMetrics.of(evaluation, fold, network.weights().origin(), config.data()))
        .seen(config.evaluate())
        .interpolated(clips.stream().mapToInt(ClipRecord::frames).toArray(), config);
  }

  /** In which order the network sees the frames of each clip. */
  private String frames() {
    return config.data().shuffleFrames() ? "shuffled" : "temporal";
  }
}
