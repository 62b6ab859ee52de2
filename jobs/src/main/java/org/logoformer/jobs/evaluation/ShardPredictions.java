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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.batch.ClipBatches;
import org.logoformer.batch.View;
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
import org.logoformer.jobs.spark.ClipsBar;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;
import org.logoformer.train.round.Answer;
import org.logoformer.train.round.Forward;
import org.logoformer.train.round.Testing;

/** Predicts clips of a shard set on Spark: a network per task, clips in the order of the shards. */
public final class ShardPredictions {
  private ShardPredictions() {}

  /** What every task needs; small but for the weights. */
  private record Job(String config, Weights weights, Testing.Asked asked) implements Serializable {}

  /**
   * Looks at every clip exactly once.
   *
   * @param clips of the shard set {@code data.shards}
   * @param asked whether features are wanted
   * @return in natural order of the clip ids, the same on any number of executors
   * @throws org.logoformer.error.DataException if a shard is damaged or the weights are broken
   */
  public static List<Seen> of(
      JavaSparkContext spark,
      LogoConfig config,
      Weights weights,
      List<ClipRecord> clips,
      Testing.Asked asked) {
    int batches = (clips.size() + config.evaluate().batch() - 1) / config.evaluate().batch();
    int tasks = Math.max(1, Math.min(spark.defaultParallelism(), batches));
    Broadcast<byte[]> job = spark.broadcast(Wire.encode(new Job(config.render(), weights, asked)));
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    long looks = (long) clips.size() * View.of(config.evaluate()).size();
    try (ClipsBar bar = ClipsBar.of(spark, "evaluate", looks)) {
      List<Seen> seen = new ArrayList<>();
      for (Part part : parts(spark, job, hadoop, bar.counter(), clips, tasks)) {
        if (part.refused().isPresent()) {
          throw new DataException(part.refused().get());
        }
        seen.addAll(part.seen());
      }
      seen.sort(Comparator.comparing(s -> s.prediction().clip(), NaturalOrder.INSTANCE));
      requireEachOnce(clips, seen);
      return seen;
    } finally {
      job.destroy();
      hadoop.destroy();
    }
  }

  /**
   * What a task has to say. Data that is refused travels as a value: thrown, it would be read again
   * as often as Spark retries a task, and reach the driver as text in another exception.
   */
  private record Part(List<Seen> seen, String refusal) implements Serializable {
    Optional<String> refused() {
      return Optional.ofNullable(refusal);
    }
  }

  private static List<Part> parts(
      JavaSparkContext spark,
      Broadcast<byte[]> job,
      Broadcast<SerializableConfiguration> hadoop,
      LongAccumulator looks,
      List<ClipRecord> clips,
      int tasks) {
    try {
      return spark
          .parallelize(clips.stream().map(Wire::encode).toList(), tasks)
          .mapPartitions(part -> List.of(Wire.encode(part(job, hadoop, looks, part))).iterator())
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
      LongAccumulator looks,
      Iterator<byte[]> encoded) {
    Placement.ofProcess().enter();
    List<ClipRecord> clips = new ArrayList<>();
    encoded.forEachRemaining(bytes -> clips.add(Wire.decode(bytes, ClipRecord.class)));
    try {
      Job decoded = Wire.decode(job.value(), Job.class);
      return new Part(look(decoded, hadoop.value().value(), looks, clips), null);
    } catch (DataException e) {
      return new Part(List.of(), e.getMessage());
    }
  }

  private static List<Seen> look(
      Job job, Configuration hadoop, LongAccumulator looks, List<ClipRecord> part) {
    LogoConfig config = LogoConfig.parse(job.config(), "configuration of the job");
    List<Seen> seen = new ArrayList<>();
    Path folder = new Path(config.data().shards());
    try (ShardSet shards = ShardSet.open(hadoop, folder, config.data().openShards());
        ClipNetwork network = ClipNetwork.of(config, job.weights())) {
      ClipBatches clips =
          new ClipBatches(shards, config.model(), config.data(), config.run().seed());
      List<Answer> answers =
          testing(clips, config, job.asked())
              .answers(Forward.counting(network, looks::add), part, () -> false);
      for (int i = 0; i < answers.size(); i++) {
        seen.add(seen(part.get(i), answers.get(i)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + folder, e);
    }
    return seen;
  }

  private static Seen seen(ClipRecord clip, Answer answer) {
    List<Prediction> views =
        answer.logits().stream().map(logits -> Prediction.of(clip, logits)).toList();
    return new Seen(Prediction.merged(views), answer.floats());
  }

  private static Testing<ClipRecord> testing(
      ClipBatches clips, LogoConfig config, Testing.Asked asked) {
    return new Testing<>(
        clips,
        config.evaluate().batch(),
        config.data().prefetch(),
        View.of(config.evaluate()),
        asked);
  }

  private static void requireEachOnce(List<ClipRecord> clips, List<Seen> seen) {
    Set<String> predicted = new HashSet<>();
    seen.forEach(s -> predicted.add(s.prediction().clip()));
    boolean all = clips.stream().allMatch(c -> predicted.contains(c.id()));
    if (!all || predicted.size() != seen.size() || seen.size() != clips.size()) {
      throw new IllegalStateException(
          "%d clips gave %d predictions of %d clips"
              .formatted(clips.size(), seen.size(), predicted.size()));
    }
  }
}
