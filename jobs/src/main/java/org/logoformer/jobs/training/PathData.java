package org.logoformer.jobs.training;

import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.logoformer.jobs.rounds.BatchesSource;
import org.logoformer.jobs.rounds.ShareSource;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.rounds.WorkerInput;
import org.logoformer.train.Batches;
import org.logoformer.train.Round;

/** Data outside Spark: only references travel, each worker reads its own. */
final class PathData {
  private PathData() {}

  /** Shares as references. */
  static ShareSource shares(JavaSparkContext spark) {
    return round -> parallel(spark, round);
  }

  /** Data that {@code loader} reads in the executor. */
  static BatchesSource loading(MultiDataSetLoader loader, JavaSparkContext spark) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    return entries -> open(loader, hadoop);
  }

  /** A loader of single-input, single-output data as one of the other kind. */
  static MultiDataSetLoader adapted(DataSetLoader loader) {
    return source -> loader.load(source).toMultiDataSet();
  }

  private static Batches open(MultiDataSetLoader loader, SerializableConfiguration hadoop) {
    return loader instanceof ReferenceLoader ours
        ? ours.open()
        : new PathBatches(loader, hadoop.value());
  }

  private static JavaRDD<byte[]> parallel(JavaSparkContext spark, Round round) {
    List<byte[]> inputs =
        round.shares().stream().map(s -> Wire.encode(new WorkerInput(s, Map.of()))).toList();
    return spark.parallelize(inputs, inputs.size());
  }
}
