package org.logoformer.jobs.bench.rounds;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.jobs.dl4j.LogoTrainingMaster;
import org.logoformer.jobs.dl4j.MasterSettings;
import org.logoformer.jobs.dl4j.ReferenceMaster;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.source.GraphSource;

/** A training master with a network of its own, which trains on noise for a number of rounds. */
public final class RoundsContestant implements AutoCloseable {
  private final JavaSparkContext spark;
  private final SamGraph graph;
  private final SparkComputationGraph cluster;
  private final MultiDataSetLoader loader;
  private final int partitions;
  private final int references;

  /**
   * @param references that a round takes
   */
  private RoundsContestant(
      JavaSparkContext spark,
      LogoConfig config,
      TrainingMaster<?, ?> master,
      MultiDataSetLoader loader,
      int references) {
    this.spark = spark;
    this.graph = NetworkGraph.build(config);
    this.cluster = new SparkComputationGraph(spark, graph, master);
    this.loader = loader;
    this.partitions = config.train().workers();
    this.references = references;
  }

  /** This project's. */
  public static RoundsContestant ours(
      JavaSparkContext spark, LogoConfig config, TrainingListener listener) {
    return ours(spark, config, listener, new NoiseLoader(config.render(), 1));
  }

  /**
   * This project's.
   *
   * @param loader of one clip for a reference
   */
  public static RoundsContestant ours(
      JavaSparkContext spark,
      LogoConfig config,
      TrainingListener listener,
      MultiDataSetLoader loader) {
    TrainConfig train = config.train();
    LogoTrainingMaster master =
        new LogoTrainingMaster(
            new MasterSettings(
                "bench",
                TrainingPlan.of(config),
                RoundRules.of(config),
                AveragingRules.of(train),
                // However rounds are run, the network is the same, and may stay in its slot.
                GraphSource.of(config.with("train.rounds=auto")),
                MasterSettings.Start.BEGINNING,
                List.of(listener)));
    return new RoundsContestant(
        spark, config, master, loader, train.batch() * train.averagingFrequency());
  }

  /** dl4j-spark's. */
  static RoundsContestant reference(JavaSparkContext spark, LogoConfig config) {
    TrainConfig train = config.train();
    return new RoundsContestant(
        spark,
        config,
        ReferenceMaster.of(config),
        new NoiseLoader(config.render(), ReferenceMaster.clipsPerStep(config)),
        train.workers() * train.averagingFrequency());
  }

  /** Takes {@code rounds} rounds. */
  public void run(int rounds) {
    List<String> all = IntStream.range(0, rounds * references).mapToObj(Integer::toString).toList();
    cluster.fitPaths(spark.parallelize(all, partitions), loader);
  }

  /** Bytes of parameters, statistics and updater state. */
  long stateBytes() {
    return graph.params().dataType().width()
        * (graph.params().length() + graph.getUpdater(true).getStateViewArray().length());
  }

  @Override
  public void close() {
    graph.close();
  }
}
