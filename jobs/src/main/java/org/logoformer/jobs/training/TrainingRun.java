package org.logoformer.jobs.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.RunLayout;
import org.logoformer.jobs.evaluation.Evaluation;
import org.logoformer.jobs.evaluation.FoldMeans;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.SharedPaths;

/** A run: its folds one after another, and their means. */
public final class TrainingRun {
  private TrainingRun() {}

  /**
   * Trains and tests every fold of a run, from its checkpoints if it was begun before.
   *
   * @param out gets a line per epoch and one at the end
   * @return what {@code metrics.json} of the run says: {@code uar} and {@code war}, means over
   *     {@code folds}
   */
  public static ObjectNode train(JavaSparkContext spark, LogoConfig given, PrintWriter out) {
    LogoConfig config = SharedPaths.qualified(given, spark.hadoopConfiguration());
    Manifest manifest = ShardSets.open(spark.hadoopConfiguration(), config).shards().manifest();
    RunLayout layout = RunLayout.of(config.run());
    List<Fold> folds = Fold.of(manifest, config.data());
    try (FolderOwner owner =
        FolderOwner.take(spark.hadoopConfiguration(), layout.folder(), FolderOwner.Work.TRAINED)) {
      return train(new Driver(spark, config, layout, owner, out), manifest, folds);
    } catch (IOException e) {
      throw unusable(layout, e);
    }
  }

  private static ObjectNode train(Driver driver, Manifest manifest, List<Fold> folds)
      throws IOException {
    JavaSparkContext spark = driver.spark();
    LogoConfig config = driver.config();
    RunLayout layout = driver.layout();
    RunProvenance provenance =
        new RunProvenance(
            spark, config, layout, Resumption.require(spark.hadoopConfiguration(), config, layout));
    // Before the settings: they are what departures are found by.
    provenance.write();
    write(spark.hadoopConfiguration(), layout.config(), config.redacted().render());
    List<Evaluation> evaluations = new ArrayList<>();
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    try {
      for (Fold fold : folds) {
        List<String> classes = manifest.origin().classes().names();
        evaluations.add(new FoldTraining(driver, hadoop, provenance, fold, classes).run());
      }
    } finally {
      hadoop.destroy();
    }
    driver.owner().require();
    provenance.write();
    ObjectNode metrics = metrics(folds, evaluations, config.train().epochs());
    write(spark.hadoopConfiguration(), layout.metrics(), metrics.toPrettyString() + "\n");
    driver
        .out()
        .printf(
            Locale.ROOT,
            "train uar=%.4f war=%.4f folds=%d run=%s%n",
            metrics.path("uar").asDouble(),
            metrics.path("war").asDouble(),
            folds.size(),
            layout.folder());
    driver.out().flush();
    return metrics;
  }

  private static ClusterException unusable(RunLayout layout, IOException e) {
    return new ClusterException(
        "Cannot use " + layout.folder() + ": " + e.getMessage() + "; check run.dir", e);
  }

  private static ObjectNode metrics(List<Fold> folds, List<Evaluation> evaluations, int epochs) {
    Map<Integer, Evaluation> byFold = new LinkedHashMap<>();
    for (int i = 0; i < folds.size(); i++) {
      byFold.put(folds.get(i).number(), evaluations.get(i));
    }
    return FoldMeans.json(byFold).put("epochs", epochs);
  }

  private static void write(Configuration hadoop, Path file, String text) {
    AtomicFile.write(hadoop, file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
