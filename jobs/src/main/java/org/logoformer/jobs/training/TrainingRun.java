package org.logoformer.jobs.training;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.Protocols;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.progress.SharedBar;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.SharedPaths;

/** Trains the folds of a run and writes the means of their metrics. */
public final class TrainingRun {
  private TrainingRun() {}

  /**
   * Trains and tests every fold of a run, side by side if {@code sweep.parallel} is a number above
   * one, else one after another; resumes from its checkpoints if there are any.
   *
   * @param out gets a line for each epoch and one at the end
   * @return the content of {@code metrics.json} of the run
   */
  public static RunMetrics train(JavaSparkContext spark, LogoConfig given, PrintWriter out) {
    RunMetrics metrics = train(spark, given, given.train().epochs(), out, Optional.empty());
    metrics.protocols().lines("train").forEach(out::println);
    out.printf(
        Locale.ROOT,
        "train uar=%.4f war=%.4f folds=%d run=%s%n",
        metrics.uar().mean(),
        metrics.war().mean(),
        metrics.folds().size(),
        RunFolder.of(SharedPaths.qualified(given, spark.hadoopConfiguration()).run()).folder());
    out.flush();
    return metrics;
  }

  /**
   * As above, but one fold after the other, on the seats of this thread. Stops after {@code until}
   * epochs and tests the state there. The learning rate follows the schedule of the whole run, so
   * the run can be resumed later with the same bits as one that never stopped.
   *
   * @param until epochs, counted from the beginning of the run
   * @param bar moved by that many epochs for each fold
   * @param out gets a line for each epoch
   * @return the metrics after that epoch, or after the last one
   */
  public static RunMetrics train(
      JavaSparkContext spark, LogoConfig given, int until, SharedBar bar, PrintWriter out) {
    return train(spark, given, until, out, Optional.of(bar));
  }

  /**
   * @param shared bar of all runs that train in this application; empty if there is no other
   */
  private static RunMetrics train(
      JavaSparkContext spark,
      LogoConfig given,
      int until,
      PrintWriter out,
      Optional<SharedBar> shared) {
    Configuration hadoop = spark.hadoopConfiguration();
    LogoConfig config = SharedPaths.qualified(given, hadoop);
    Manifest manifest = ShardSets.open(hadoop, config).shards().manifest();
    RunFolder layout = RunFolder.of(config.run());
    List<Fold> folds = Fold.of(manifest, config);
    boolean isSideBySide = shared.isEmpty() && FoldsSideBySide.serves(config, folds);
    int epochs = Math.min(until, config.train().epochs());
    Optional<SharedBar> ofFolds =
        isSideBySide
            ? Optional.of(SharedBar.of("epochs", (long) folds.size() * epochs, out))
            : Optional.empty();
    PrintWriter lines = ofFolds.map(SharedBar::lines).orElse(out);
    Supplier<ProgressDisplay> display =
        shared
            .or(() -> ofFolds)
            .<Supplier<ProgressDisplay>>map(bar -> () -> ProgressDisplay.within(bar, epochs))
            .orElse(ProgressDisplay::choose);
    Broadcast<SerializableConfiguration> sent =
        spark.broadcast(new SerializableConfiguration(hadoop));
    try (FolderOwner owner = FolderOwner.take(hadoop, layout.folder(), FolderOwner.Work.TRAINED)) {
      Driver driver = new Driver(spark, sent, config, layout, owner, lines, epochs, display);
      return train(driver, manifest, folds, isSideBySide);
    } catch (IOException e) {
      throw unusable(layout, e);
    } finally {
      ofFolds.ifPresent(SharedBar::close);
      sent.destroy();
    }
  }

  private static RunMetrics train(
      Driver driver, Manifest manifest, List<Fold> folds, boolean isSideBySide) throws IOException {
    Configuration hadoop = driver.spark().hadoopConfiguration();
    RunFolder layout = driver.layout();
    RunProvenance provenance =
        new RunProvenance(
            driver.spark(),
            driver.config(),
            layout,
            Resumption.require(hadoop, driver.config(), layout));
    // Before the configuration: a folder with changed settings must also name the departures.
    provenance.write();
    layout.writeConfig(hadoop, driver.config());
    List<String> classes = manifest.origin().classes().names();
    Function<Fold, FoldMetrics> training = fold -> train(driver, provenance, fold, classes);
    List<FoldMetrics> results =
        isSideBySide
            ? new FoldsSideBySide(driver.spark(), driver.config(), training).train(folds)
            : folds.stream().map(training).toList();
    driver.owner().require();
    provenance.write();
    RunMetrics metrics = metrics(folds, results, driver.epochs());
    metrics.write(hadoop, layout.metrics());
    return metrics;
  }

  private static FoldMetrics train(
      Driver driver, RunProvenance provenance, Fold fold, List<String> classes) {
    try {
      return new FoldTraining(driver, provenance, fold, classes).run();
    } catch (IOException e) {
      throw unusable(driver.layout(), e);
    }
  }

  private static RunMetrics metrics(List<Fold> folds, List<FoldMetrics> results, int epochs) {
    Map<Integer, Evaluation> evaluations = new LinkedHashMap<>();
    for (int i = 0; i < folds.size(); i++) {
      evaluations.put(folds.get(i).number(), results.get(i).evaluation());
    }
    List<Protocols> protocols = results.stream().map(FoldMetrics::protocols).toList();
    return RunMetrics.of(evaluations, OptionalInt.of(epochs)).with(protocols);
  }

  private static ClusterException unusable(RunFolder layout, IOException e) {
    return new ClusterException(
        "Cannot use " + layout.folder() + ": " + e.getMessage() + "; check run.dir", e);
  }
}
