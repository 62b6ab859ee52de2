package org.logoformer.jobs.training;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.dl4j.LogoNetwork;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.jobs.RunLayout;
import org.logoformer.jobs.evaluation.Evaluation;
import org.logoformer.jobs.evaluation.EvaluationJson;
import org.logoformer.storage.AtomicFile;
import org.logoformer.train.AveragingRules;
import org.logoformer.train.Checkpoints;
import org.logoformer.train.ConfigDrift;
import org.logoformer.train.EpochMeter;
import org.logoformer.train.EpochMetrics;
import org.logoformer.train.LogoSource;
import org.logoformer.train.MetricsLog;
import org.logoformer.train.Position;
import org.logoformer.train.Progress;
import org.logoformer.train.RoundRules;
import org.logoformer.train.Scores;
import org.logoformer.train.TrainingListener;
import org.logoformer.train.TrainingPlan;
import org.logoformer.train.TrainingState;

/** The training of one fold, from its newest checkpoint or from the beginning. */
final class FoldTraining {
  private final JavaSparkContext spark;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final LogoConfig config;
  private final RunLayout layout;
  private final Fold fold;
  private final LogoSource network;
  private final TestJob test;
  private final PrintWriter out;

  FoldTraining(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      LogoConfig config,
      RunLayout layout,
      Fold fold,
      List<String> classes,
      PrintWriter out) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.config = config;
    this.layout = layout;
    this.fold = fold;
    this.network = LogoSource.of(config);
    this.test = new TestJob(spark, hadoop, config, network, fold, classes);
    this.out = out;
  }

  /** Trains to {@code train.epochs} and returns the test of the last state. */
  Evaluation run() throws IOException {
    FileSystem files = layout.folder().getFileSystem(spark.hadoopConfiguration());
    SamGraph graph = LogoNetwork.build(config);
    try {
      return run(graph, files);
    } finally {
      graph.close();
    }
  }

  private Evaluation run(SamGraph graph, FileSystem files) {
    TrainConfig.Checkpoint keep = config.train().checkpoint();
    CheckpointStore store =
        new CheckpointStore(
            files, layout.fold(fold.number()), new Retention(keep.keepLast(), keep.keepBest()));
    Checkpoints checkpoints = new Checkpoints(LogoNetwork.layout(graph));
    Progress progress =
        store.newest().map(checkpoints::read).map(this::resumed).orElseGet(() -> beginning(graph));
    progress.state().applyTo(graph);
    EpochMeter meter = new EpochMeter(progress.sums());
    MetricsLog log = MetricsLog.open(files, layout.log(fold.number()), progress.state().position());
    Saver saver =
        new Saver(store, checkpoints, meter, log, config.redacted().render(), keep.everyRounds());
    try (ProgressDisplay display = ProgressDisplay.choose()) {
      Averager averager = averager(graph, progress, List.of(meter, log, saver, display.listener()));
      saver.probesFrom(averager);
      return epochs(graph, averager, new Bookkeeping(meter, log, saver));
    }
  }

  private Averager averager(SamGraph graph, Progress progress, List<TrainingListener> listeners) {
    return switch (config.train().master()) {
      case LOGO ->
          new LogoAverager(
              spark,
              hadoop,
              config,
              fold,
              graph,
              new LogoTrainingMaster(settings(progress, listeners)));
      case DL4J ->
          new Dl4jAverager(
              spark, hadoop, config, fold, graph, progress.state().position(), listeners);
    };
  }

  private record Bookkeeping(EpochMeter meter, MetricsLog log, Saver saver) {}

  private Evaluation epochs(SamGraph graph, Averager averager, Bookkeeping books) {
    RecalibrationJob recalibration = new RecalibrationJob(spark, hadoop, config, network, fold);
    int epochs = config.train().epochs();
    Optional<Evaluation> last = Optional.empty();
    while (averager.position().epoch() < epochs) {
      int epoch = averager.position().epoch();
      TrainingState state = recalibration.run(averager.epoch(), graph);
      boolean due = (epoch + 1) % config.train().evaluateEvery() == 0 || epoch + 1 == epochs;
      last = due ? Optional.of(test.evaluate(state)) : Optional.empty();
      EpochMetrics metrics = books.meter().metrics();
      EpochMetrics told = last.map(e -> metrics.tested(Scores.of(e.matrix()))).orElse(metrics);
      books.log().epochDone(told);
      // After the log: a checkpoint without its line would lose the line on resume.
      OptionalDouble score =
          last.map(e -> OptionalDouble.of(e.uar())).orElse(OptionalDouble.empty());
      EpochMetrics complete = told.checkpointed(books.saver().save(state, score));
      books.log().epochKnown(complete);
      say(complete.line(epochs));
    }
    books.log().write();
    TrainingState end = TrainingState.of(graph, averager.position());
    Evaluation evaluation = last.orElseGet(() -> test.evaluate(end));
    AtomicFile.write(
        spark.hadoopConfiguration(),
        new Path(layout.fold(fold.number()), "metrics.json"),
        stream ->
            stream.write(
                EvaluationJson.write(evaluation, Map.of("epoch", Integer.toString(epochs)))
                    .toPrettyString()
                    .getBytes(StandardCharsets.UTF_8)));
    return evaluation;
  }

  private Progress resumed(Progress progress) {
    List<String> departures =
        ConfigDrift.require(progress.config(), config, layout.folder().toString());
    Position position = progress.state().position();
    say(
        "resumed after epoch %d, round %d of the next%s"
            .formatted(
                position.epoch(),
                position.round(),
                departures.isEmpty() ? "" : ", not exactly: " + String.join("; ", departures)));
    return progress;
  }

  private Progress beginning(SamGraph graph) {
    if (!config.train().init().isEmpty()) {
      InitialWeights.load(spark.hadoopConfiguration(), config.train().init(), graph);
    }
    return new Progress(
        TrainingState.of(graph, Position.START),
        EpochMeter.Sums.ZERO,
        Map.of(),
        config.redacted().render());
  }

  private MasterSettings settings(Progress progress, List<TrainingListener> listeners) {
    TrainConfig train = config.train();
    return new MasterSettings(
        config.run().name() + "/fold-" + fold.number(),
        TrainingPlan.of(config),
        RoundRules.of(config),
        AveragingRules.of(train),
        network,
        new MasterSettings.Start(
            progress.state().position(), progress.state().outer(), progress.probes()),
        listeners);
  }

  private void say(String line) {
    out.println(fold.number() == 0 ? line : "fold " + fold.number() + "  " + line);
    out.flush();
  }
}
