package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
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
import org.logoformer.error.LogoException;
import org.logoformer.error.Reason;
import org.logoformer.jobs.network.ClassNames;
import org.logoformer.jobs.network.ClipNetwork;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.run.Hash;
import org.logoformer.jobs.run.RunShards;
import org.logoformer.jobs.slots.Placement;
import org.logoformer.jobs.spark.ClipsBar;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;
import org.logoformer.train.round.Answer;
import org.logoformer.train.round.Forward;
import org.logoformer.train.round.Testing;
import org.logoformer.weights.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predicts clips of a shard set on Spark: a network per task, clips in the order of the shards.
 * What a task has done it also writes to a folder of parts, so that the next driver need not do it
 * again when this one dies.
 */
public final class ShardPredictions {
  private static final Logger LOG = LoggerFactory.getLogger(ShardPredictions.class);

  /** Forward passes of a part. */
  private static final int BATCHES = 16;

  private ShardPredictions() {}

  /** What every task needs; small but for the weights. */
  private record Job(String config, Weights weights, Testing.Asked asked, String parts)
      implements Serializable {}

  /**
   * Clips of a part.
   *
   * @param number of its file: the place of its first clip among all
   */
  private record Share(int number, List<ClipRecord> clips) implements Serializable {
    /** Some in one. */
    static Share of(List<Share> shares) {
      return new Share(
          shares.get(0).number(), shares.stream().flatMap(s -> s.clips().stream()).toList());
    }
  }

  /** What a task looks at, share by share. */
  private record Task(List<Share> shares) implements Serializable {}

  /** What decides about every number that a network says of a clip, but for its weights. */
  public static String how(LogoConfig config, Testing.Asked asked) {
    return Settings.withInput(config)
        + config.data().shortClip().toString()
        + config.data().shuffleFrames()
        + config.run().seed()
        + config.train().kernels()
        + config.train().precision()
        + View.of(config.evaluate())
        + asked;
  }

  /**
   * Looks at every clip exactly once, but for those that the parts hold already.
   *
   * @param clips of the shard set {@code data.shards}
   * @param asked whether features are wanted
   * @param begun parts of what was begun; used if it was with the same network, clips and settings
   * @return in natural order of the clip ids, the same on any number of executors
   * @throws org.logoformer.error.DataException if a shard is damaged or the weights are broken
   */
  public static List<Seen> of(
      JavaSparkContext spark,
      LogoConfig config,
      Weights weights,
      List<ClipRecord> clips,
      Testing.Asked asked,
      PartFiles begun) {
    Configuration hadoop = spark.hadoopConfiguration();
    PartFiles parts;
    Map<String, Seen> seen;
    try {
      parts = begun.of(hadoop, plan(hadoop, config, weights, clips, asked));
      seen = before(hadoop, parts, clips);
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot use %s: %s; check run.dir, its rights and its space"
              .formatted(begun.folder(), e.getMessage()),
          e);
    }
    if (seen.size() < clips.size()) {
      Job job = new Job(config.render(), weights, asked, parts.folder().toString());
      look(spark, config, job, tasks(spark, config, clips, seen.keySet()))
          .forEach(s -> seen.put(s.prediction().clip(), s));
    }
    requireAll(clips, seen.keySet());
    return clips.stream()
        .sorted(Comparator.comparing(ClipRecord::id, NaturalOrder.INSTANCE))
        .map(clip -> seen.get(clip.id()).of(clip))
        .toList();
  }

  private static String plan(
      Configuration hadoop,
      LogoConfig config,
      Weights weights,
      List<ClipRecord> clips,
      Testing.Asked asked)
      throws IOException {
    String names = clips.stream().map(ClipRecord::id).collect(Collectors.joining("\n"));
    String shards = RunShards.hash(hadoop, config.data().shards());
    String how = how(config, asked) + config.evaluate().batch();
    return Hash.of(how) + Hash.of(shards) + Hash.of(names) + weights.hash();
  }

  /** What the parts hold, by clip. */
  private static Map<String, Seen> before(
      Configuration hadoop, PartFiles parts, List<ClipRecord> clips) throws IOException {
    Map<String, Seen> before = parts.rows(hadoop);
    if (!before.isEmpty()) {
      LOG.warn(
          "{} of {} clips were evaluated before, see {}: the others follow",
          before.size(),
          clips.size(),
          parts.folder());
    }
    return before;
  }

  /**
   * A task for each core at most, of the batches that are left. Which clips are in a batch together
   * hangs on nothing but their list: the last bits of an answer are those of a batch of its size.
   */
  private static List<Task> tasks(
      JavaSparkContext spark, LogoConfig config, List<ClipRecord> clips, Set<String> done) {
    int batch = config.evaluate().batch();
    List<Share> left =
        IntStream.iterate(0, from -> from < clips.size(), from -> from + batch)
            .mapToObj(
                from -> new Share(from, clips.subList(from, Math.min(clips.size(), from + batch))))
            .filter(share -> share.clips().stream().anyMatch(clip -> !done.contains(clip.id())))
            .toList();
    int count = Math.max(1, Math.min(spark.defaultParallelism(), left.size()));
    List<Task> tasks = new ArrayList<>();
    for (int task = 0; task < count; task++) {
      int end = (int) ((task + 1L) * left.size() / count);
      List<Share> shares = new ArrayList<>();
      for (int i = (int) ((long) task * left.size() / count); i < end; i += BATCHES) {
        shares.add(Share.of(left.subList(i, Math.min(end, i + BATCHES))));
      }
      tasks.add(new Task(shares));
    }
    return tasks;
  }

  private static List<Seen> look(
      JavaSparkContext spark, LogoConfig config, Job job, List<Task> tasks) {
    Broadcast<byte[]> sent = spark.broadcast(Wire.encode(job));
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    long clips =
        tasks.stream().flatMap(t -> t.shares().stream()).mapToLong(s -> s.clips().size()).sum();
    try (ClipsBar bar = ClipsBar.of(spark, "evaluate", clips * View.of(config.evaluate()).size())) {
      List<Seen> seen = new ArrayList<>();
      for (Part part : parts(spark, sent, hadoop, bar.counter(), tasks)) {
        if (part.refused().isPresent()) {
          throw new DataException(part.refused().get());
        }
        seen.addAll(part.seen());
      }
      return seen;
    } finally {
      sent.destroy();
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
      List<Task> tasks) {
    try {
      return spark
          .parallelize(tasks.stream().map(Wire::encode).toList(), tasks.size())
          .map(task -> Wire.encode(part(job, hadoop, looks, task)))
          .collect()
          .stream()
          .map(part -> Wire.decode(part, Part.class))
          .toList();
    } catch (Exception e) {
      if (e instanceof SparkException failed) {
        throw new ClusterException(
            "Evaluation failed on Spark: %s. Run the same command again: what is done stays"
                .formatted(Reason.of(failed)),
            failed);
      }
      throw e;
    }
  }

  private static Part part(
      Broadcast<byte[]> job,
      Broadcast<SerializableConfiguration> hadoop,
      LongAccumulator looks,
      byte[] task) {
    Placement.ofProcess().enter();
    List<Share> shares = Wire.decode(task, Task.class).shares();
    try {
      Job decoded = Wire.decode(job.value(), Job.class);
      return new Part(look(decoded, hadoop.value().value(), looks, shares), null);
    } catch (DataException e) {
      return new Part(List.of(), e.getMessage());
    }
  }

  private static List<Seen> look(
      Job job, Configuration hadoop, LongAccumulator looks, List<Share> shares) {
    LogoConfig config = LogoConfig.parse(job.config(), "configuration of the job");
    List<Seen> seen = new ArrayList<>();
    Path folder = new Path(config.data().shards());
    try (ShardSet shards = ShardSet.open(hadoop, folder, config.data().openShards());
        ClipNetwork network = ClipNetwork.of(config, job.weights())) {
      ClipBatches clips =
          new ClipBatches(shards, config.model(), config.data(), config.run().seed());
      Testing<ClipRecord> testing = testing(clips, config, job.asked());
      for (Share share : shares) {
        List<Answer> answers =
            testing.answers(
                Forward.counting(network, looks::add),
                share.clips(),
                TaskContext.get()::isInterrupted);
        List<Seen> part = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
          part.add(seen(share.clips().get(i), answers.get(i)));
        }
        keep(job, hadoop, config, share.number(), part);
        seen.addAll(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("closing " + folder, e);
    }
    return seen;
  }

  /** For the next driver. This one gets it from the task, so a folder that fails costs nothing. */
  private static void keep(
      Job job, Configuration hadoop, LogoConfig config, int number, List<Seen> part) {
    try {
      new PartFiles(new Path(job.parts()))
          .write(
              hadoop,
              number,
              TaskContext.get().taskAttemptId(),
              part,
              ClassNames.of(config.model().classes()));
    } catch (IOException | LogoException e) {
      LOG.warn("Could not keep a part of the evaluation in {}; it goes on", job.parts(), e);
    }
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

  private static void requireAll(List<ClipRecord> clips, Set<String> seen) {
    if (seen.size() != clips.size() || !clips.stream().allMatch(c -> seen.contains(c.id()))) {
      throw new IllegalStateException(
          "%d clips gave predictions of %d clips".formatted(clips.size(), seen.size()));
    }
  }
}
