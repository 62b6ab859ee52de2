package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.batch.View;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.Reason;
import org.logoformer.jobs.evaluation.PartFiles;
import org.logoformer.jobs.evaluation.Seen;
import org.logoformer.jobs.evaluation.ShardPredictions;
import org.logoformer.jobs.network.ClipNetwork;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.run.Hash;
import org.logoformer.jobs.slots.Placement;
import org.logoformer.jobs.spark.ClipsBar;
import org.logoformer.train.round.Answer;
import org.logoformer.train.round.Forward;
import org.logoformer.train.round.Testing;

/**
 * Predicts clips without labels on Spark, part by part into {@link PartFiles}: each clip is in one
 * part and each part is one file, so whatever fails, no clip is there twice, and what was done
 * before a failure stays.
 *
 * @param <T> what a clip is known by
 */
final class SparkPrediction<T extends Serializable> {
  /** Forward passes of a part. */
  private static final int BATCHES = 16;

  private final Trained trained;
  private final ClipSource<T> source;
  private final Testing.Asked asked;
  private final PartFiles out;
  private final Configuration hadoop;
  private final List<T> clips;
  private final int size;

  /**
   * Lists the clips.
   *
   * @throws DataException if there are none
   */
  SparkPrediction(
      Trained trained,
      ClipSource<T> source,
      Testing.Asked asked,
      PartFiles out,
      Configuration hadoop)
      throws IOException {
    this.trained = trained;
    this.source = source;
    this.asked = asked;
    this.out = out;
    this.hadoop = hadoop;
    this.clips = source.list(hadoop, trained.config());
    this.size = trained.config().evaluate().batch() * BATCHES;
  }

  /** How many clips there are. */
  int clips() {
    return clips.size();
  }

  private int parts() {
    return (clips.size() + size - 1) / size;
  }

  /** What every task needs. */
  private record Job(
      String config,
      Weights weights,
      List<String> classes,
      ClipSource<?> source,
      Testing.Asked asked,
      String folder)
      implements Serializable {}

  /** A part of the clips. */
  private record Share(int number, List<Serializable> clips) implements Serializable {}

  /**
   * Predicts what is missing.
   *
   * @return how many parts were there already
   * @throws DataException if a clip is damaged or the weights are broken
   */
  int run(JavaSparkContext spark) throws IOException {
    out.begin(hadoop, plan(), clips.size(), parts());
    List<Integer> missing = out.missing(hadoop, parts());
    if (!missing.isEmpty()) {
      predict(spark, missing);
    }
    List<Integer> left = out.missing(hadoop, parts());
    if (!left.isEmpty()) {
      throw new ClusterException(
          "Parts %s of %s are missing: run the same command again".formatted(left, out.folder()));
    }
    out.commit(hadoop);
    return parts() - missing.size();
  }

  /** What decides about every number in every file. */
  private String plan() {
    String how = ShardPredictions.how(trained.config(), asked) + trained.classes() + size;
    String names = clips.stream().map(source::id).collect(Collectors.joining("\n"));
    return Hash.of(how) + Hash.of(source.toString()) + Hash.of(names) + trained.weights().hash();
  }

  private void predict(JavaSparkContext spark, List<Integer> missing) {
    Job job =
        new Job(
            trained.config().render(),
            trained.weights(),
            new ArrayList<>(trained.classes()),
            source,
            asked,
            out.folder().toString());
    Broadcast<byte[]> sent = spark.broadcast(Wire.encode(job));
    Broadcast<SerializableConfiguration> storage =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    int tasks = Math.max(1, Math.min(spark.defaultParallelism(), missing.size()));
    long looks =
        (long) missing.stream().mapToInt(number -> share(number).clips().size()).sum()
            * View.of(trained.config().evaluate()).size();
    try (ClipsBar bar = ClipsBar.of(spark, "predict", looks)) {
      LongAccumulator counter = bar.counter();
      List<byte[]> shares = missing.stream().map(number -> Wire.encode(share(number))).toList();
      spark
          .parallelize(shares, tasks)
          .mapPartitions(part -> List.of(task(sent, storage, counter, part)).iterator())
          .collect()
          .stream()
          .filter(refusal -> !refusal.isEmpty())
          .findFirst()
          .ifPresent(
              refusal -> {
                throw new DataException(refusal);
              });
    } catch (Exception e) {
      if (e instanceof SparkException failed) {
        throw new ClusterException(
            "Prediction failed on Spark: %s. Run the same command again: what is done stays"
                .formatted(Reason.of(failed)),
            failed);
      }
      throw e;
    } finally {
      sent.destroy();
      storage.destroy();
    }
  }

  private Share share(int number) {
    int from = number * size;
    return new Share(
        number, new ArrayList<>(clips.subList(from, Math.min(clips.size(), from + size))));
  }

  /** Empty, or why the data was refused: thrown, it would be read again and again. */
  private static String task(
      Broadcast<byte[]> job,
      Broadcast<SerializableConfiguration> storage,
      LongAccumulator looks,
      Iterator<byte[]> shares) {
    Placement.ofProcess().enter();
    try {
      predict(Wire.decode(job.value(), Job.class), storage.value().value(), looks, shares);
      return "";
    } catch (DataException e) {
      return Optional.ofNullable(e.getMessage()).orElse("no reason");
    } catch (IOException e) {
      throw new UncheckedIOException("predicting", e);
    }
  }

  private static void predict(
      Job job, Configuration hadoop, LongAccumulator looks, Iterator<byte[]> shares)
      throws IOException {
    LogoConfig config = LogoConfig.parse(job.config(), "configuration of the job");
    @SuppressWarnings("unchecked") // The clips of the job are those of its source.
    ClipSource<Serializable> source = (ClipSource<Serializable>) job.source();
    PartFiles out = new PartFiles(new Path(job.folder()));
    try (ClipSource.Opened<Serializable> opened = source.open(hadoop, config);
        ClipNetwork network = ClipNetwork.of(config, job.weights())) {
      Testing<Serializable> testing =
          new Testing<>(
              opened,
              config.evaluate().batch(),
              config.data().prefetch(),
              View.of(config.evaluate()),
              job.asked());
      while (shares.hasNext()) {
        Share share = Wire.decode(shares.next(), Share.class);
        if (!out.holds(hadoop, share.number())) {
          List<Answer> answers =
              testing.answers(
                  Forward.counting(network, looks::add),
                  share.clips(),
                  TaskContext.get()::isInterrupted);
          List<Seen> rows = new ArrayList<>();
          for (int i = 0; i < answers.size(); i++) {
            rows.add(row(opened.id(share.clips().get(i)), answers.get(i)));
          }
          out.write(hadoop, share.number(), TaskContext.get().taskAttemptId(), rows, job.classes());
        }
      }
    }
  }

  private static Seen row(String clip, Answer answer) {
    return new Seen(Prediction.unlabelled(clip, answer), answer.floats());
  }
}
