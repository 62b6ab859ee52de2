package org.logoformer.jobs.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.RunLayout;
import org.logoformer.jobs.evaluation.Evaluation;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.SharedPaths;
import org.logoformer.train.ConfigDrift;

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
    List<String> departures = requireSameSettings(spark.hadoopConfiguration(), config, layout);
    RunProvenance provenance = new RunProvenance(spark, config, layout, departures);
    // Before the settings: they are what departures are found by.
    record(provenance, layout);
    write(spark.hadoopConfiguration(), layout.config(), config.redacted().render());
    List<Evaluation> evaluations = new ArrayList<>();
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    try {
      for (Fold fold : folds) {
        List<String> classes = manifest.origin().classes().names();
        evaluations.add(new FoldTraining(spark, hadoop, config, layout, fold, classes, out).run());
      }
    } catch (IOException e) {
      throw unusable(layout, e);
    } finally {
      hadoop.destroy();
    }
    record(provenance, layout);
    ObjectNode metrics = metrics(folds, evaluations).put("epochs", config.train().epochs());
    write(spark.hadoopConfiguration(), layout.metrics(), metrics.toPrettyString() + "\n");
    out.printf(
        Locale.ROOT,
        "train uar=%.4f war=%.4f folds=%d run=%s%n",
        metrics.path("uar").asDouble(),
        metrics.path("war").asDouble(),
        folds.size(),
        layout.folder());
    out.flush();
    return metrics;
  }

  /**
   * Before anything of the run is written over; each checkpoint is checked again when it is read.
   *
   * @return changed settings that are allowed, with the checkpoints from which on they hold
   */
  private static List<String> requireSameSettings(
      Configuration hadoop, LogoConfig config, RunLayout layout) {
    List<String> departures = new ArrayList<>();
    try {
      FileSystem files = layout.folder().getFileSystem(hadoop);
      for (int fold : RunLayout.folds(config.data())) {
        CheckpointStore store = new CheckpointStore(files, layout.fold(fold), Retention.ALL);
        List<CheckpointId> committed = store.committed();
        if (!committed.isEmpty() && files.exists(layout.config())) {
          try (InputStream in = files.open(layout.config())) {
            String before = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            CheckpointId newest = committed.get(committed.size() - 1);
            requireNotPast(committed, config, layout);
            ConfigDrift.require(before, config, layout.folder().toString()).stream()
                .filter(change -> newest.epoch() < config.train().epochs())
                .map(change -> "fold %d from %s on: %s".formatted(fold, newest.folder(), change))
                .forEach(departures::add);
          }
        }
      }
    } catch (IOException e) {
      throw unusable(layout, e);
    }
    return departures;
  }

  private static void requireNotPast(
      List<CheckpointId> committed, LogoConfig config, RunLayout layout) {
    int epochs = config.train().epochs();
    CheckpointId newest = committed.get(committed.size() - 1);
    // The first of an epoch was taken at its end, those behind it within the next one.
    boolean within =
        committed.stream().anyMatch(c -> c.epoch() == epochs && c.compareTo(newest) < 0);
    if (newest.epoch() > epochs || within) {
      throw new ConfigException(
          "train.epochs = %d, but %s holds %s: give as many epochs at least, or another run.name"
              .formatted(epochs, layout.folder(), newest.folder()));
    }
  }

  private static void record(RunProvenance provenance, RunLayout layout) {
    try {
      provenance.write();
    } catch (IOException e) {
      throw unusable(layout, e);
    }
  }

  private static ClusterException unusable(RunLayout layout, IOException e) {
    return new ClusterException(
        "Cannot use " + layout.folder() + ": " + e.getMessage() + "; check run.dir", e);
  }

  private static ObjectNode metrics(List<Fold> folds, List<Evaluation> evaluations) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("uar", mean(evaluations, Evaluation::uar));
    json.put("war", mean(evaluations, Evaluation::war));
    ArrayNode rows = json.putArray("folds");
    for (int i = 0; i < folds.size(); i++) {
      Evaluation evaluation = evaluations.get(i);
      rows.addObject()
          .put("fold", folds.get(i).number())
          .put("clips", evaluation.clips())
          .put("uar", evaluation.uar())
          .put("war", evaluation.war());
    }
    return json;
  }

  private static double mean(List<Evaluation> evaluations, ToDoubleFunction<Evaluation> metric) {
    return evaluations.stream().mapToDouble(metric).average().orElse(Double.NaN);
  }

  private static void write(Configuration hadoop, Path file, String text) {
    AtomicFile.write(hadoop, file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
