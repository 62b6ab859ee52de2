package org.logoformer.jobs.training;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.rounds.StateBytes;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.train.FlatVector;
import org.logoformer.train.NetworkSource;
import org.logoformer.train.Recalibration;
import org.logoformer.train.TrainingState;

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
      byte[] statistics =
          spark
              .parallelize(Recalibration.sample(config, fold.trainIds()), 1)
              .mapPartitions(new RecalibrationTask(network, loader, broadcast, batch))
              .first();
      TrainingState recalibrated =
          Recalibration.apply(
              state, network.statistics(graph), Wire.decode(statistics, FlatVector.class));
      recalibrated.parameters().copyTo(graph.params());
      return recalibrated;
    } finally {
      broadcast.destroy();
    }
  }
}
