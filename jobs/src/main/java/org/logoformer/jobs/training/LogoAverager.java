package org.logoformer.jobs.training;

import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.jobs.dl4j.LogoTrainingMaster;
import org.logoformer.jobs.run.Fold;
import org.logoformer.train.plan.Position;
import org.logoformer.train.state.TrainingState;

/** Training with this project's own master, {@link LogoTrainingMaster}. */
final class LogoAverager implements Averager {
  private final LogoTrainingMaster master;
  private final SamGraph graph;
  private final SparkComputationGraph cluster;
  private final JavaRDD<String> clips;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final String config;

  LogoAverager(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      LogoConfig config,
      Fold fold,
      SamGraph graph,
      LogoTrainingMaster master) {
    this.master = master;
    this.graph = graph;
    this.cluster = new SparkComputationGraph(spark, graph, master);
    this.clips = spark.parallelize(fold.trainIds(), config.train().workers());
    this.hadoop = hadoop;
    this.config = config.render();
  }

  @Override
  public TrainingState epoch() {
    cluster.fitPaths(clips, new ClipLoader(hadoop, config, position().epoch()));
    return TrainingState.of(graph, position()).withOuter(master.outer());
  }

  @Override
  public Position position() {
    return master.position();
  }

  @Override
  public Map<Integer, Long> probes() {
    return master.probes();
  }
}
