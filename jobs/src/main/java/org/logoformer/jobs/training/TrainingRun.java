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
import org.logoformer.shard.Manifest;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.SharedPaths;

/** Trains the folds of a run one after another and writes the means of their metrics. */
public final class TrainingRun {
  private TrainingRun() {}

  /**
   * Trains and tests every fold of a run; resumes from its checkpoints if there are any.
   *
   * @param out gets a line for each epoch and one at the end
   * @return the content of {@code metrics.json} of the run
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
   * As above, but stops after {@code until} epochs and tests the state there. The learning rate
   * follows the schedule of the whole run, so the run can be resumed later with the same bits as
   * one that never stopped.
   *
   * @param until epochs, counted from the beginning of the run
   * @param out gets a line for each epoch
   * @return the metrics after that epoch, or after the last one
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
    Configuration hadoop = spark.hadoopConfiguration();
    LogoConfig config = SharedPaths.qualified(given, hadoop);
    Manifest manifest = ShardSets.open(hadoop, config).shards().manifest();
    RunFolder layout = RunFolder.of(config.run());
    List<Fold> folds = Fold.of(manifest, config);
    int epochs = Math.min(until, config.train().epochs());
    Broadcast<SerializableConfiguration> sent =
        spark.broadcast(new SerializableConfiguration(hadoop));
    try (FolderOwner owner = FolderOwner.take(hadoop, layout.folder(), FolderOwner.Work.TRAINED)) {
      return train(
          new Driver(spark, sent, config, layout, owner, out, epochs, display), manifest, folds);
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot use " + layout.folder() + ": " + e.getMessage() + "; check run.dir", e);
    } finally {
      sent.destroy();
    }
  }

  private static RunMetrics train(Driver driver, Manifest manifest, List<Fold> folds)
      throws IOException {
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
    Map<Integer, Evaluation> evaluations = new LinkedHashMap<>();
    List<Protocols> protocols = new ArrayList<>();
    for (Fold fold : folds) {
      FoldMetrics result = new FoldTraining(driver, provenance, fold, classes).run();
      evaluations.put(fold.number(), result.evaluation());
      protocols.add(result.protocols());
    }
    driver.owner().require();
    provenance.write();
    RunMetrics metrics =
        RunMetrics.of(evaluations, OptionalInt.of(driver.epochs())).with(protocols);
    metrics.write(hadoop, layout.metrics());
    return metrics;
  }
}
