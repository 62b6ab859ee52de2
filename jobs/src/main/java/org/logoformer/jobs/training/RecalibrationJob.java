package org.logoformer.jobs.training;

import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.rounds.StateBytes;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.slots.Seats;
import org.logoformer.train.round.Recalibration;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

/**
 * Re-estimates BatchNorm statistics on {@code train.bn-recalibrate} training clips, a keyed sample
 * that is the same after every epoch. Training never uses the running statistics, so the result may
 * take their place in the state: what is tested is what the checkpoint holds.
 */
record RecalibrationJob(
    JavaSparkContext spark,
    Broadcast<SerializableConfiguration> hadoop,
    LogoConfig config,
    NetworkSource network,
    Fold fold) {
  /** The state to test and save after an epoch. */
  TrainingState run(TrainingState state, ComputationGraph graph) {
    if (config.train().bnRecalibrate() == 0) {
      return state;
    }
    Broadcast<byte[]> broadcast = spark.broadcast(StateBytes.of(state));
    try {
      ClipLoader loader = new ClipLoader(hadoop, config.render(), state.position().epoch());
      int batch = Recalibration.batch(config.train());
      Duration patience = Duration.ofSeconds(config.train().stepTimeout());
      byte[] statistics =
          Seats.parallelize(spark, Recalibration.sample(config, fold.trainIds()), 1)
              .mapPartitions(
                  new RecalibrationTask(
                      config.run().name(), network, loader, broadcast, batch, patience))
              .first();
      FlatVector made = Wire.decode(statistics, FlatVector.class);
      requireFinite(made, state);
      TrainingState recalibrated = Recalibration.apply(state, network.statistics(graph), made);
      recalibrated.parameters().copyTo(graph.params());
      return recalibrated;
    } catch (Exception e) {
      throw AfterEpoch.failed("Recalibration", state.position(), e);
    } finally {
      broadcast.destroy();
    }
  }

  private static void requireFinite(FlatVector statistics, TrainingState state) {
    if (!statistics.isFinite()) {
      throw new DivergedException(
          "The BatchNorm statistics after epoch %d are not finite; the last checkpoint is intact: lower optimiser.lr"
              .formatted(state.position().epoch()));
    }
  }
}
