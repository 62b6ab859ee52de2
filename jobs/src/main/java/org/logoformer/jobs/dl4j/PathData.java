package org.logoformer.jobs.dl4j;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.logoformer.jobs.rounds.BatchesSource;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.rounds.WorkerInput;
import org.logoformer.jobs.slots.Seats;
import org.logoformer.train.plan.Round;

/** Training data outside Spark: workers get references and read the data themselves. */
final class PathData implements AutoCloseable {
  private final JavaSparkContext spark;
  private final MultiDataSetLoader loader;

  /** A broadcast, because sending it with each task would slow down short rounds. */
  private final Broadcast<SerializableConfiguration> hadoop;

  /**
   * @param loader reads the data, in the executors
   */
  PathData(JavaSparkContext spark, MultiDataSetLoader loader) {
    this.spark = spark;
    this.loader = loader;
    this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
  }

  /** The shares of some rounds; they hold references alone. */
  JavaRDD<byte[]> shares(List<Round> rounds) {
    int workers = rounds.get(0).shares().size();
    List<byte[]> inputs =
        IntStream.range(0, workers)
            .boxed()
            .flatMap(w -> rounds.stream().map(round -> round.shares().get(w)))
            .map(share -> Wire.encode(new WorkerInput(share, Map.of())))
            .toList();
    return Seats.parallelize(spark, inputs, workers);
  }

  /** Opens what the references point to. */
  BatchesSource data() {
    if (loader instanceof ReferenceLoader ours) {
      return entries -> ours.open();
    }
    // A lambda that uses fields would send this object to the executors.
    MultiDataSetLoader each = loader;
    Broadcast<SerializableConfiguration> configuration = hadoop;
    return entries -> new PathBatches(each, configuration.value().value());
  }

  @Override
  public void close() {
    hadoop.destroy();
  }
}
