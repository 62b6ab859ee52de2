package org.logoformer.jobs.bench.step;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.NoiseShards;
import org.logoformer.jobs.bench.measure.Shorthand;
import org.logoformer.jobs.bench.measure.TemporaryFolder;
import org.logoformer.jobs.bench.measure.TimingOptions;
import org.logoformer.jobs.bench.measure.Workload;
import org.logoformer.jobs.evaluation.PartFiles;
import org.logoformer.jobs.evaluation.ShardPredictions;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.shard.ClipRecord;
import org.logoformer.train.round.Testing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench evaluation}: what reading, resizing and Spark cost an evaluation. */
@Command(
    name = "evaluation",
    description = {
      "Measures 'evaluate' on raw shards of noise, on Spark with one task, beside the bare network of"
          + " 'bench inference' with as many threads and clips at once (evaluate.batch).",
      "The speed of 'evaluate' is that of the further clips of a longer set: what it takes to begin is"
          + " told apart."
    })
public final class EvaluationBench implements Runnable {
  /** How much longer the longer set is. */
  private static final int LONGER = 3;

  @Mixin private ConfigOptions options;
  @Mixin private TimingOptions timing;

  @Option(
      names = "--batches",
      defaultValue = "4",
      paramLabel = "N",
      description = "Batches of the shorter set; the longer has three times as many.")
  private int batches;

  @Override
  public void run() {
    LogoConfig typed = options.config(Shorthand::expand);
    try (TemporaryFolder folder = new TemporaryFolder()) {
      LogoConfig config =
          typed.with("spark.master=local[1]", "data.shards=" + folder.path().toUri());
      PrintWriter out = options.out();
      new StepReport(out, config).header();
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
        report(timing.blocks().time(things), batch, few.size(), clips.size(), out);
      }
    }
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

  private static void report(
      Map<String, Double> seconds, int batch, int few, int many, PrintWriter out) {
    double bare = batch / seconds.get("bare");
    double evaluated = (many - few) / (seconds.get("many") - seconds.get("few"));
    out.printf(
        Locale.ROOT,
        "evaluation batch=%d bare-clips/s=%.3f evaluate-clips/s=%.3f begin-s=%.2f%n",
        batch,
        bare,
        evaluated,
        seconds.get("few") - few / evaluated);
    out.printf(Locale.ROOT, "ratio evaluation %.3f%n", evaluated / bare);
    out.flush();
  }
}
