package org.logoformer.jobs.training;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.dl4j.EpochSchedule;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.jobs.dl4j.LogoTrainingMaster;
import org.logoformer.jobs.dl4j.MasterSettings;
import org.logoformer.jobs.network.InitialWeights;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.tracking.TensorBoard;
import org.logoformer.shard.ClipRecord;
import org.logoformer.train.metrics.EpochMeter;
import org.logoformer.train.metrics.EpochMetrics;
import org.logoformer.train.metrics.MetricsLog;
import org.logoformer.train.metrics.Scores;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.resume.Checkpoints;
import org.logoformer.train.resume.ConfigDrift;
import org.logoformer.train.resume.Progress;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.source.GraphSource;
import org.logoformer.train.state.TrainingState;

/** The training of one fold, from its newest checkpoint or from the beginning. */
final class FoldTraining {
  private final Driver driver;
  private final JavaSparkContext spark;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final RunProvenance provenance;
  private final LogoConfig config;
  private final RunFolder layout;
  private final Fold fold;
  private final GraphSource network;
  private final TestJob test;
  private final Optional<TestJob> validation;

  FoldTraining(
      Driver driver,
      Broadcast<SerializableConfiguration> hadoop,
      RunProvenance provenance,
      Fold fold,
      List<String> classes) {
    this.driver = driver;
    this.spark = driver.spark();
    this.hadoop = hadoop;
    this.provenance = provenance;
    this.config = driver.config();
    this.layout = driver.layout();
    this.fold = fold;
    this.network = GraphSource.of(config);
    this.test = test("", fold.test(), classes);
    this.validation =
        fold.validation().isEmpty()
            ? Optional.empty()
            : Optional.of(test("/validation", fold.validation(), classes));
  }

  private TestJob test(String of, List<ClipRecord> clips, List<String> classes) {
    String name = config.run().name() + "/fold-" + fold.number() + of;
    return new TestJob(spark, hadoop, config, network, name, clips, classes);
  }

  /**
   * Trains to {@code train.epochs}, or as far as the driver is to go, and returns the test of the
   * last state.
   */
  FoldMetrics run() throws IOException {
    FileSystem files = layout.folder().getFileSystem(spark.hadoopConfiguration());
    SamGraph graph = NetworkGraph.build(config);
    try {
      return run(graph, files);
    } finally {
      graph.close();
    }
  }

  private FoldMetrics run(SamGraph graph, FileSystem files) {
    TrainConfig.Checkpoint keep = config.train().checkpoint();
    CheckpointStore store =
        new CheckpointStore(
            files,
            layout.fold(fold.number()).folder(),
            new Retention(keep.keepLast(), keep.keepBest()));
    Checkpoints checkpoints = new Checkpoints(NetworkGraph.layout(graph));
    Optional<Checkpoint> newest = store.newest();
    Progress progress =
        newest.map(checkpoints::read).map(this::resumed).orElseGet(() -> beginning(graph));
    progress.state().applyTo(graph);
    EpochMeter meter = new EpochMeter(progress.sums());
    EpochSchedule schedule = EpochSchedule.of(config.optimiser(), config.train().epochs());
    MetricsLog log =
        MetricsLog.open(
            files,
            layout.fold(fold.number()).log(),
            progress.state().position(),
            epoch -> schedule.valueAt(0, epoch),
            InstantSource.system());
    Saver saver = new Saver(store, checkpoints, meter, log, config, driver.owner());
    try (ProgressDisplay display = driver.display().get()) {
      Departures departures = new Departures(fold.number(), provenance::departed);
      List<TrainingListener> listeners =
          List.of(provenance, meter, log, saver, departures, display.listener());
      Averager averager = averager(graph, progress, listeners);
      saver.probesFrom(averager);
      TensorBoard events = new TensorBoard(config.tracking(), files, layout.fold(fold.number()));
      Bookkeeping books = new Bookkeeping(meter, log, saver, store, events);
      Optional<Evaluation> missed = newest.flatMap(c -> missedTest(c, progress.state(), books));
      events.follow(log);
      return epochs(graph, averager, books, missed);
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

  private record Bookkeeping(
      EpochMeter meter, MetricsLog log, Saver saver, CheckpointStore store, TensorBoard events) {}

  /** The test of an epoch whose end was committed, but which failed or was killed after it. */
  private Optional<Evaluation> missedTest(
      Checkpoint newest, TrainingState state, Bookkeeping books) {
    Position position = state.position();
    if (position.round() > 0 || newest.score().isPresent() || !isDue(position.epoch())) {
      return Optional.empty();
    }
    Evaluation evaluation = test.evaluate(state);
    Optional<Scores> held = held(state);
    driver.owner().require();
    books.log().tested(position.epoch(), Scores.of(evaluation.matrix()), held);
    books.store().score(newest.id(), held.map(Scores::uar).orElse(evaluation.uar()));
    say(
        String.format(
            Locale.ROOT,
            "tested epoch %d  uar %.4f  war %.4f",
            position.epoch(),
            evaluation.uar(),
            evaluation.war()));
    return Optional.of(evaluation);
  }

  /**
   * @param epoch from 1
   */
  private boolean isDue(int epoch) {
    return epoch % config.train().evaluateEvery() == 0 || epoch == config.train().epochs();
  }

  /** What a checkpoint is chosen by, where clips were held out for that. */
  private Optional<Scores> held(TrainingState state) {
    return validation.map(job -> Scores.of(job.evaluate(state).matrix()));
  }

  private FoldMetrics epochs(
      SamGraph graph, Averager averager, Bookkeeping books, Optional<Evaluation> tested) {
    RecalibrationJob recalibration = new RecalibrationJob(spark, hadoop, config, network, fold);
    int epochs = Math.min(driver.until(), config.train().epochs());
    Optional<Evaluation> last = tested;
    while (averager.position().epoch() < epochs) {
      last = epoch(recalibration.run(averager.epoch(), graph), books);
    }
    books.log().write();
    TrainingState end = TrainingState.of(graph, averager.position());
    Evaluation evaluation = last.orElseGet(() -> test.evaluate(end)).resampled(config);
    driver.owner().require();
    FoldMetrics metrics =
        FoldMetrics.of(evaluation, fold.number(), id(end.position()), config.data())
            .interpolated(
                fold.test().stream().mapToInt(ClipRecord::frames).toArray(),
                config.data(),
                config.model().frames())
            .with(books.log().history());
    metrics.write(spark.hadoopConfiguration(), layout.fold(fold.number()).metrics());
    return metrics;
  }

  /** Commits the end of an epoch, then tests it: a test that fails must not cost the epoch. */
  private Optional<Evaluation> epoch(TrainingState state, Bookkeeping books) {
    driver.owner().require();
    int epoch = state.position().epoch();
    EpochMetrics metrics = books.meter().metrics();
    // Before the checkpoint: one without its line would lose the line on resume.
    books.log().epochDone(metrics);
    EpochMetrics complete = metrics.checkpointed(books.saver().save(state));
    Optional<Evaluation> tested = Optional.empty();
    if (isDue(epoch)) {
      Evaluation evaluation = test.evaluate(state);
      Optional<Scores> held = held(state);
      complete = complete.tested(Scores.of(evaluation.matrix()), held);
      driver.owner().require();
      books.log().epochKnown(complete);
      books.log().write();
      // After the log: what has a score is not tested again.
      books.store().score(id(state.position()), held.map(Scores::uar).orElse(evaluation.uar()));
      tested = Optional.of(evaluation);
    } else {
      books.log().epochKnown(complete);
    }
    books.events().follow(books.log());
    say(complete.line(config.train().epochs()));
    return tested;
  }

  private static CheckpointId id(Position position) {
    return new CheckpointId(position.epoch(), Math.toIntExact(position.rounds()));
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
      InitialWeights initial = InitialWeights.read(spark.hadoopConfiguration(), config);
      initial.weights().copyTo(NetworkGraph.named(graph));
      initial.notes().forEach(this::say);
      provenance.beganWith(fold.number(), initial.notes());
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
        TrainingPlan.of(config, fold.trainClasses()),
        RoundRules.of(config),
        AveragingRules.of(train),
        network,
        new MasterSettings.Start(
            progress.state().position(), progress.state().outer(), progress.probes()),
        listeners);
  }

  private void say(String line) {
    driver.out().println(fold.number() == 0 ? line : "fold " + fold.number() + "  " + line);
    driver.out().flush();
  }
}
