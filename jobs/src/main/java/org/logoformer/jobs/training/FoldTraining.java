package org.logoformer.jobs.training;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
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
import org.logoformer.jobs.rounds.CrewRounds;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.tracking.Tracking;
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
import org.logoformer.weights.Settings;

/** The training of one fold, from its newest checkpoint or from the beginning. */
final class FoldTraining {
  private final Driver driver;
  private final LogoConfig config;
  private final RunProvenance provenance;
  private final Fold fold;
  private final FoldFolder folder;
  private final GraphSource network;
  private final TestJob test;
  private final Optional<TestJob> validation;
  private final RecalibrationJob recalibration;

  FoldTraining(Driver driver, RunProvenance provenance, Fold fold, List<String> classes) {
    this.driver = driver;
    this.config = driver.config();
    this.provenance = provenance;
    this.fold = fold;
    this.folder = driver.layout().fold(fold.number());
    this.network = GraphSource.of(config);
    SlotJob job = new SlotJob(driver, fold.number(), network);
    this.test = new TestJob(job, "test", fold.test(), classes);
    this.validation =
        fold.validation().isEmpty()
            ? Optional.empty()
            : Optional.of(new TestJob(job, "validation", fold.validation(), classes));
    this.recalibration = new RecalibrationJob(job, fold);
  }

  /** Trains to the last epoch of the driver and returns the test of the state after it. */
  FoldMetrics run() throws IOException {
    FileSystem files = folder.folder().getFileSystem(driver.spark().hadoopConfiguration());
    try (SamGraph graph = NetworkGraph.build(config)) {
      return run(graph, files);
    }
  }

  private FoldMetrics run(SamGraph graph, FileSystem files) {
    TrainConfig.Checkpoint keep = config.train().checkpoint();
    CheckpointStore store =
        new CheckpointStore(
            files, folder.folder(), new Retention(keep.keepLast(), keep.keepBest()));
    Checkpoints checkpoints =
        new Checkpoints(NetworkGraph.layout(graph), Settings.withInput(config));
    Optional<Checkpoint> newest = store.newest();
    Progress progress =
        newest.map(checkpoints::read).map(this::resumed).orElseGet(() -> beginning(graph));
    progress.state().applyTo(graph);
    EpochMeter meter = new EpochMeter(progress.sums());
    EpochSchedule schedule = EpochSchedule.of(config.optimiser(), config.train().epochs());
    MetricsLog log =
        MetricsLog.open(
            files,
            folder.log(),
            progress.state().position(),
            epoch -> schedule.valueAt(0, epoch),
            InstantSource.system());
    Saver saver = new Saver(store, checkpoints, meter, log, driver);
    try (ProgressDisplay display = driver.display().get()) {
      Departures departures = new Departures(fold.number(), provenance::departed);
      List<TrainingListener> listeners =
          List.of(provenance, meter, log, saver, departures, display.listener());
      Averager averager = averager(graph, progress, listeners);
      saver.probesFrom(averager);
      Tracking events = new Tracking(config, files, folder);
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
              driver.spark(),
              driver.hadoop(),
              config,
              fold,
              graph,
              new LogoTrainingMaster(settings(progress, listeners)));
      case DL4J -> new Dl4jAverager(driver, fold, graph, progress.state().position(), listeners);
    };
  }

  private record Bookkeeping(
      EpochMeter meter, MetricsLog log, Saver saver, CheckpointStore store, Tracking events) {}

  /** Tests the state after an epoch whose checkpoint was committed, but whose test did not end. */
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
    Optional<Evaluation> last = tested;
    while (averager.position().epoch() < driver.epochs()) {
      last = epoch(recalibration.run(averager.epoch(), graph), books);
    }
    books.log().write();
    if (driver.epochs() == config.train().epochs()) {
      books.events().finished();
    }
    TrainingState end = TrainingState.of(graph, averager.position());
    Evaluation evaluation = last.orElseGet(() -> test.evaluate(end)).resampled(config);
    driver.owner().require();
    FoldMetrics metrics =
        FoldMetrics.of(evaluation, fold.number(), id(end.position()), config.data())
            .interpolated(fold.test().stream().mapToInt(ClipRecord::frames).toArray(), config)
            .with(books.log().history());
    metrics.replace(driver.spark().hadoopConfiguration(), folder);
    return metrics;
  }

  /** Commits the end of an epoch, then tests it, so that a failing test does not cost the epoch. */
  private Optional<Evaluation> epoch(TrainingState state, Bookkeeping books) {
    driver.owner().require();
    int epoch = state.position().epoch();
    EpochMetrics metrics = books.meter().metrics();
    // Before the checkpoint: a resume from it would not write the line of this epoch again.
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
      // After the log: a resume does not repeat the test of a checkpoint that has a score.
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
        ConfigDrift.require(progress.config(), config, driver.layout().folder().toString());
    Position position = progress.state().position();
    say(
        "resumed after epoch %d, round %d of the next%s"
            .formatted(
                position.epoch(),
                position.round(),
                departures.isEmpty() ? "" : ", not exactly: " + String.join("; ", departures)));
    return ConfigDrift.changesArithmetic(departures) ? progress.withoutProbes() : progress;
  }

  private Progress beginning(SamGraph graph) {
    if (!config.train().init().isEmpty()) {
      InitialWeights initial = InitialWeights.read(driver.spark().hadoopConfiguration(), config);
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
    AveragingRules rules = AveragingRules.of(train);
    if (train.rounds() == TrainConfig.Rounds.AUTO) {
      CrewRounds.obstacle(rules, train.workers(), driver.spark().getConf())
          .ifPresent(why -> say("each round is a Spark job of its own: " + why));
    }
    return new MasterSettings(
        config.run().name() + "/fold-" + fold.number(),
        TrainingPlan.of(config, fold.trainClasses(), fold.trainShards()),
        RoundRules.of(config),
        rules,
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
