package org.logoformer.jobs.dl4j;

import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.logoformer.jobs.rounds.BatchesSource;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.rounds.WorkerInput;
import org.logoformer.jobs.slots.Seats;
import org.logoformer.train.plan.Round;

/** Data outside Spark: only references travel, each worker reads its own. */
final class PathData implements AutoCloseable {
  private final JavaSparkContext spark;
  private final MultiDataSetLoader loader;

  /** Sent once: with each task it would be a good part of what a short round costs. */
  private final Broadcast<SerializableConfiguration> hadoop;

  /**
   * @param loader reads the data in the executors
   */
  PathData(JavaSparkContext spark, MultiDataSetLoader loader) {
    this.spark = spark;
    this.loader = loader;
    this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
  }

  /** Shares as references. */
  JavaRDD<byte[]> shares(Round round) {
    List<byte[]> inputs =
        round.shares().stream().map(s -> Wire.encode(new WorkerInput(s, Map.of()))).toList();
    return Seats.parallelize(spark, inputs, inputs.size());
  }

  /** What the references point at. */
  BatchesSource data() {
    return loader instanceof ReferenceLoader ours ? opening(ours) : reading(loader, hadoop);
  }

  private static BatchesSource opening(ReferenceLoader loader) {
    return entries -> loader.open();
  }

  private static BatchesSource reading(
      MultiDataSetLoader loader, Broadcast<SerializableConfiguration> hadoop) {
    return entries -> new PathBatches(loader, hadoop.value().value());
  }

  /** A loader of single-input, single-output data as one of the other kind. */
  static MultiDataSetLoader adapted(DataSetLoader loader) {
    return source -> loader.load(source).toMultiDataSet();
  }

  @Override
  public void close() {
    hadoop.destroy();
  }
}
