package org.logoformer.jobs.training;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
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
import org.logoformer.shard.Manifest;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.SharedPaths;

/** A run: its folds one after another, and their means. */
public final class TrainingRun {
  private TrainingRun() {}

  /**
   * Trains and tests every fold of a run, from its checkpoints if it was begun before.
   *
   * @param out gets a line per epoch and one at the end
   * @return what {@code metrics.json} of the run says
   */
  public static RunMetrics train(JavaSparkContext spark, LogoConfig given, PrintWriter out) {
    RunMetrics metrics = train(spark, given, given.train().epochs(), out, ProgressDisplay::choose);
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
   * As above, but only so far: the run is left as one that was interrupted after an epoch, with the
   * test of its state. Its schedule is that of the whole run, so that it goes on to the same bits.
   *
   * @param until epochs, counted from the beginning of the run
   * @param out gets a line per epoch
   * @return metrics after that epoch, or after the last
   */
  public static RunMetrics train(
      JavaSparkContext spark, LogoConfig given, int until, PrintWriter out) {
    return train(spark, given, until, out, ProgressDisplay::none);
  }

  private static RunMetrics train(
      JavaSparkContext spark,
      LogoConfig given,
      int until,
      PrintWriter out,
      Supplier<ProgressDisplay> display) {
    LogoConfig config = SharedPaths.qualified(given, spark.hadoopConfiguration());
    Manifest manifest = ShardSets.open(spark.hadoopConfiguration(), config).shards().manifest();
    RunFolder layout = RunFolder.of(config.run());
    List<Fold> folds = Fold.of(manifest, config);
    try (FolderOwner owner =
        FolderOwner.take(spark.hadoopConfiguration(), layout.folder(), FolderOwner.Work.TRAINED)) {
      return train(new Driver(spark, config, layout, owner, out, until, display), manifest, folds);
    } catch (IOException e) {
      throw unusable(layout, e);
    }
  }

  private static RunMetrics train(Driver driver, Manifest manifest, List<Fold> folds)
      throws IOException {
    JavaSparkContext spark = driver.spark();
    LogoConfig config = driver.config();
    RunFolder layout = driver.layout();
    RunProvenance provenance =
        new RunProvenance(
            spark, config, layout, Resumption.require(spark.hadoopConfiguration(), config, layout));
    // Before the settings: they are what departures are found by.
    provenance.write();
    layout.writeConfig(spark.hadoopConfiguration(), config);
    Map<Integer, Evaluation> evaluations = new LinkedHashMap<>();
    List<Protocols> protocols = new ArrayList<>();
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    try {
      for (Fold fold : folds) {
        List<String> classes = manifest.origin().classes().names();
        FoldMetrics result = new FoldTraining(driver, hadoop, provenance, fold, classes).run();
        evaluations.put(fold.number(), result.evaluation());
        protocols.add(result.protocols());
      }
    } finally {
      hadoop.destroy();
    }
    driver.owner().require();
    provenance.write();
    int epochs = Math.min(driver.until(), config.train().epochs());
    RunMetrics metrics = RunMetrics.of(evaluations, OptionalInt.of(epochs)).with(protocols);
    metrics.write(spark.hadoopConfiguration(), layout.metrics());
    return metrics;
  }

  private static ClusterException unusable(RunFolder layout, IOException e) {
    return new ClusterException(
        "Cannot use " + layout.folder() + ": " + e.getMessage() + "; check run.dir", e);
  }
}
