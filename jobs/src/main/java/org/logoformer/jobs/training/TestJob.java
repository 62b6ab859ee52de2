package org.logoformer.jobs.training;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.rounds.StateBytes;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.slots.Seats;
import org.logoformer.shard.ClipRecord;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.state.TrainingState;

/**
 * Tests a state on the workers' slots: one task per worker, each with a part of the clips.
 *
 * @param name tells the slots of this job from those of others
 */
record TestJob(
    JavaSparkContext spark,
    Broadcast<SerializableConfiguration> hadoop,
    LogoConfig config,
    NetworkSource network,
    String name,
    List<ClipRecord> clips,
    List<String> classes) {
  /** The state's predictions, counted. */
  Evaluation evaluate(TrainingState state) {
    double[][] logits = logits(state);
    return Evaluation.of(
        IntStream.range(0, logits.length)
            .mapToObj(i -> Prediction.of(clips.get(i), logits[i]))
            .toList(),
        classes);
  }

  private double[][] logits(TrainingState state) {
    Broadcast<byte[]> broadcast = spark.broadcast(StateBytes.of(state));
    ClipLoader loader = new ClipLoader(hadoop, config.render(), 0);
    TestTask task =
        new TestTask(
            name,
            network,
            loader,
            broadcast,
            config.evaluate().batch(),
            config.data().prefetch(),
            Duration.ofSeconds(config.train().stepTimeout()));
    try {
      int parts = Math.min(clips.size(), config.train().workers());
      return Seats.parallelize(spark, clips.stream().map(ClipRecord::id).toList(), parts)
          .mapPartitions(task)
          .collect()
          .stream()
          .flatMap(part -> Arrays.stream(Wire.decode(part, double[][].class)))
          .toArray(double[][]::new);
    } catch (Exception e) {
      throw AfterEpoch.failed("The test", state.position(), e);
    } finally {
      broadcast.destroy();
    }
  }
}
