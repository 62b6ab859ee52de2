package org.logoformer.jobs.bench.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.measure.NoiseShards;
import org.logoformer.jobs.bench.measure.TemporaryFolder;
import org.logoformer.jobs.bench.measure.Workload;
import org.logoformer.jobs.evaluation.PartFiles;
import org.logoformer.jobs.evaluation.ShardPredictions;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.shard.ClipRecord;
import org.logoformer.train.round.Testing;

/**
 * The speed of evaluating raw shards of noise, on Spark with one task, beside that of the network
 * alone. It is that of the further clips of a longer set: what it takes to begin is told apart.
 *
 * @param batch clips at once, {@code evaluate.batch}
 * @param bare clips a second of the network alone
 * @param evaluated clips a second of the evaluation
 * @param beginning seconds
 */
public record EvaluationSpeed(int batch, double bare, double evaluated, double beginning) {
  /** How much longer the longer set is. */
  private static final int LONGER = 3;

  /**
   * Measures.
   *
   * @param batches of the shorter set
   */
  public static EvaluationSpeed of(LogoConfig settings, int batches, Blocks blocks) {
    try (TemporaryFolder folder = new TemporaryFolder()) {
      LogoConfig config =
          settings.with("spark.master=local[1]", "data.shards=" + folder.path().toUri());
      int batch = config.evaluate().batch();
      List<ClipRecord> clips = NoiseShards.write(folder.path(), LONGER * batches * batch);
      try (BenchNetwork network = new BenchNetwork(config, Workload.of(config, batch));
          SparkSession session = SparkSessions.open(config, "bench")) {
        JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
        Weights weights = weights(network, config);
        Map<String, Runnable> things = new LinkedHashMap<>();
        things.put("bare", network::evaluate);
        PartFiles parts = new PartFiles(new Path(folder.path().resolve("parts").toUri()));
        List<ClipRecord> few = clips.subList(0, batches * batch);
        things.put("few", () -> look(spark, config, weights, few, parts));
        things.put("many", () -> look(spark, config, weights, clips, parts));
        return of(blocks.time(things), batch, few.size(), clips.size());
      }
    }
  }

  private static EvaluationSpeed of(Map<String, Double> seconds, int batch, int few, int many) {
    double evaluated = (many - few) / (seconds.get("many") - seconds.get("few"));
    return new EvaluationSpeed(
        batch, batch / seconds.get("bare"), evaluated, seconds.get("few") - few / evaluated);
  }

  private static void look(
      JavaSparkContext spark,
      LogoConfig config,
      Weights weights,
      List<ClipRecord> clips,
      PartFiles parts) {
    ShardPredictions.of(spark, config, weights, clips, Testing.Asked.LOGITS, parts);
    parts.delete(spark.hadoopConfiguration());
  }

  private static Weights weights(BenchNetwork network, LogoConfig config) {
    Map<String, SafeTensor> tensors = new TreeMap<>();
    NetworkGraph.named(network.graph())
        .forEach(
            (name, array) ->
                tensors.put(name, SafeTensor.of(array.ravel().toFloatVector(), array.shape())));
    return Weights.of(new Safetensors(tensors), config.model(), "the bare network");
  }
}
