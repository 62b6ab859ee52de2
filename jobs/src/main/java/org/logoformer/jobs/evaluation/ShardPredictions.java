package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.batch.Batch;
import org.logoformer.batch.ClipBatches;
import org.logoformer.batch.ReadAhead;
import org.logoformer.clip.NaturalOrder;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.Reason;
import org.logoformer.jobs.network.ClipNetwork;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.slots.Placement;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;

/** Predicts clips of a shard set on Spark: a network per task, clips in the order of the shards. */
public final class ShardPredictions {
  private ShardPredictions() {}

  /** What every task needs; small but for the weights. */
  private record Job(String config, Weights weights) implements Serializable {}

  /**
   * Predicts every clip exactly once.
   *
   * @param clips of the shard set {@code data.shards}
   * @return in natural order of the clip ids, the same on any number of executors
   * @throws org.logoformer.error.DataException if a shard is damaged or the weights are broken
   */
  public static List<Prediction> of(
      JavaSparkContext spark, LogoConfig config, Weights weights, List<ClipRecord> clips) {
    int batches = (clips.size() + config.evaluate().batch() - 1) / config.evaluate().batch();
    int tasks = Math.max(1, Math.min(spark.defaultParallelism(), batches));
    Broadcast<byte[]> job = spark.broadcast(Wire.encode(new Job(config.render(), weights)));
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    try {
      List<Prediction> predictions = new ArrayList<>();
      for (Part part : parts(spark, job, hadoop, clips, tasks)) {
        if (part.refused().isPresent()) {
          throw new DataException(part.refused().get());
        }
        predictions.addAll(part.predictions());
      }
      predictions.sort(Comparator.comparing(Prediction::clip, NaturalOrder.INSTANCE));
      requireEachOnce(clips, predictions);
      return predictions;
    } finally {
      job.destroy();
      hadoop.destroy();
    }
  }

  /**
   * What a task has to say. Data that is refused travels as a value: thrown, it would be read again
   * as often as Spark retries a task, and reach the driver as text in another exception.
   */
  private record Part(List<Prediction> predictions, String refusal) implements Serializable {
    Optional<String> refused() {
      return Optional.ofNullable(refusal);
    }
  }

  private static List<Part> parts(
      JavaSparkContext spark,
      Broadcast<byte[]> job,
      Broadcast<SerializableConfiguration> hadoop,
      List<ClipRecord> clips,
      int tasks) {
    try {
      return spark
          .parallelize(clips.stream().map(Wire::encode).toList(), tasks)
          .mapPartitions(part -> List.of(Wire.encode(part(job, hadoop, part))).iterator())
          .collect()
          .stream()
          .map(part -> Wire.decode(part, Part.class))
          .toList();
    } catch (Exception e) {
      if (e instanceof SparkException failed) {
        throw new ClusterException("Evaluation failed on Spark: " + Reason.of(failed), failed);
      }
      throw e;
    }
  }

  private static Part part(
      Broadcast<byte[]> job,
      Broadcast<SerializableConfiguration> hadoop,
      Iterator<byte[]> encoded) {
    Placement.ofProcess().enter();
    List<ClipRecord> clips = new ArrayList<>();
    encoded.forEachRemaining(bytes -> clips.add(Wire.decode(bytes, ClipRecord.class)));
    try {
      Job decoded = Wire.decode(job.value(), Job.class);
      return new Part(predict(decoded, hadoop.value().value(), clips), null);
    } catch (DataException e) {
      return new Part(List.of(), e.getMessage());
    }
  }

  private static List<Prediction> predict(Job job, Configuration hadoop, List<ClipRecord> part) {
    LogoConfig config = LogoConfig.parse(job.config(), "configuration of the job");
    List<List<ClipRecord>> batches = batches(part, config.evaluate().batch());
    List<Prediction> predictions = new ArrayList<>();
    Path folder = new Path(config.data().shards());
    try (ShardSet shards = ShardSet.open(hadoop, folder, config.data().openShards());
        ClipNetwork network = ClipNetwork.of(config, job.weights());
        ReadAhead<Batch> ahead =
            new ClipBatches(shards, config.model(), config.data(), config.run().seed())
                .testsAhead(batches)) {
      for (List<ClipRecord> clips : batches) {
        try (Batch batch = ahead.next()) {
          double[][] logits = network.logits(batch.clips(), batch.ids());
          for (int i = 0; i < logits.length; i++) {
            predictions.add(Prediction.of(clips.get(i), logits[i]));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + folder, e);
    }
    return predictions;
  }

  private static List<List<ClipRecord>> batches(List<ClipRecord> clips, int size) {
    return IntStream.range(0, (clips.size() + size - 1) / size)
        .mapToObj(i -> clips.subList(i * size, Math.min(clips.size(), (i + 1) * size)))
        .toList();
  }

  private static void requireEachOnce(List<ClipRecord> clips, List<Prediction> predictions) {
    Set<String> predicted = new HashSet<>();
    predictions.forEach(p -> predicted.add(p.clip()));
    boolean all = clips.stream().allMatch(c -> predicted.contains(c.id()));
    if (!all || predicted.size() != predictions.size() || predictions.size() != clips.size()) {
      throw new IllegalStateException(
          "%d clips gave %d predictions of %d clips"
              .formatted(clips.size(), predictions.size(), predicted.size()));
    }
  }
}
