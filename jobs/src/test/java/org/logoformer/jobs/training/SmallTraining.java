package org.logoformer.jobs.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.spark.api.TrainingHook;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.jobs.Evidence;
import org.logoformer.jobs.dl4j.LogoTrainingMaster;
import org.logoformer.jobs.dl4j.MasterSettings;
import org.logoformer.jobs.run.Fold;
import org.logoformer.shard.Manifest;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.source.GraphSource;
import org.logoformer.train.state.TrainingState;

/**
 * Trainings of the smallest network that has every part, with everything on that a resumed or
 * repeated round could get wrong: SAM, both momenta, schedule, dropout, sampling. Two workers.
 */
public final class SmallTraining {
  private static final List<String> SETTINGS =
      List.of(
          "model.preset=tiny",
          "model.backbone.width=2",
          "model.frames=2",
          "model.size=32",
          "model.dim=8",
          "model.depth=1",
          "model.heads=2",
          "model.window=[1,2,1]",
          "model.dropout.attention=0.1",
          "model.dropout.projection=0.1",
          "model.dropout.mlp=0.1",
          "optimiser.lr=0.01",
          "optimiser.schedule.kind=cosine",
          "optimiser.schedule.warmup-epochs=1",
          "train.epochs=1",
          "train.batch=8",
          "train.workers=2",
          "train.averaging-frequency=1",
          "train.outer.kind=nesterov",
          "train.outer.lr=0.9",
          "train.outer.momentum=0.5");

  private SmallTraining() {}

  /**
   * What came out.
   *
   * @param rounds in order
   */
  record Outcome(TrainingState end, List<RoundResult> rounds) {
    /** Of parameters and both momenta. */
    String hash() {
      return Evidence.hash(end.parameters(), end.updater(), end.outer());
    }
  }

  /** Settings of such a training; {@code more} wins. */
  public static LogoConfig config(String... more) {
    List<String> all = new ArrayList<>(SETTINGS);
    all.addAll(Arrays.asList(more));
    return LogoConfig.of(all.toArray(String[]::new));
  }

  /** A local Spark context with a core for each worker. */
  public static JavaSparkContext local(SparkConf conf) {
    return new JavaSparkContext(
        conf.setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));
  }

  /** Trains as {@code train} does, but without files, and with hooks around each step. */
  static Outcome train(JavaSparkContext spark, LogoConfig config, TrainingHook... hooks) {
    List<RoundResult> rounds = new ArrayList<>();
    TrainingListener keep =
        new TrainingListener() {
          @Override
          public void roundDone(EpochPlan plan, RoundResult result) {
            rounds.add(result);
          }
        };
    return new Outcome(train(spark, config, keep, hooks), rounds);
  }

  /** As above; {@code listener} sees each round. */
  static TrainingState train(
      JavaSparkContext spark, LogoConfig config, TrainingListener listener, TrainingHook... hooks) {
    Manifest manifest = ShardSets.open(spark.hadoopConfiguration(), config).shards().manifest();
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    TrainConfig train = config.train();
    try (SamGraph graph = NetworkGraph.build(config)) {
      LogoTrainingMaster master =
          new LogoTrainingMaster(
              new MasterSettings(
                  config.run().name(),
                  TrainingPlan.of(config),
                  RoundRules.of(config),
                  AveragingRules.of(train),
                  GraphSource.of(config),
                  MasterSettings.Start.BEGINNING,
                  List.of(listener)));
      Arrays.asList(hooks).forEach(master::addHook);
      Fold fold = Fold.of(manifest, config).get(0);
      LogoAverager averager = new LogoAverager(spark, hadoop, config, fold, graph, master);
      TrainingState state = null;
      while (averager.position().epoch() < train.epochs()) {
        state = averager.epoch();
      }
      return state;
    } finally {
      hadoop.destroy();
    }
  }

  /** A shard set of 16 training and 7 test clips below {@code folder}; returns its path. */
  public static String shards(java.nio.file.Path folder) {
    org.apache.hadoop.fs.Path shards =
        new org.apache.hadoop.fs.Path(folder.resolve("shards").toUri());
    try {
      SmallShards.write(shards, 16, 7);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return shards.toString();
  }
}
