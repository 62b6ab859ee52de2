package org.logoformer.jobs.rounds;

import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.logoformer.error.ClusterException;
import org.logoformer.train.Averaging;
import org.logoformer.train.FlatVector;
import org.logoformer.train.Round;
import org.logoformer.train.RoundResult;
import org.logoformer.train.Rounds;
import org.logoformer.train.TrainingState;
import org.logoformer.train.WorkerReport;

/** Rounds on a Spark cluster. */
public final class SparkRounds implements Rounds {
  /** Well below the limits on one serialised value (Kryo's 64 MiB). */
  private static final long MAX_SLICE_BYTES = 16L << 20;

  private final JavaSparkContext spark;
  private final WorkerJob job;
  private final ShareSource source;
  private final Averaging averaging;
  private final Exactness exactness;

  /**
   * @param averaging knows where the network keeps running statistics
   */
  public SparkRounds(
      JavaSparkContext spark,
      WorkerJob job,
      ShareSource source,
      Averaging averaging,
      Exactness exactness) {
    this.spark = spark;
    this.job = job;
    this.source = source;
    this.averaging = averaging;
    this.exactness = exactness;
  }

  @Override
  public RoundResult run(Round round, TrainingState start) {
    long began = System.nanoTime();
    List<SliceSum> sums = sums(round, start);
    List<WorkerReport> reports = sums.get(0).reports();
    RoundResult.requireSound(reports);
    exactness.check(reports);
    FlatVector mean = FlatVector.join(sums.stream().map(SliceSum::mean).toList());
    TrainingState next = averaging.next(start, mean, sums.get(0).pooled(), round.steps());
    return new RoundResult(next, reports, System.nanoTime() - began);
  }

  static int slices(long stateBytes, int workers) {
    return Math.toIntExact(Math.max(workers, (stateBytes + MAX_SLICE_BYTES - 1) / MAX_SLICE_BYTES));
  }

  private List<SliceSum> sums(Round round, TrainingState start) {
    int slices = slices(start.size(), round.shares().size());
    Broadcast<byte[]> broadcast = spark.broadcast(Wire.encode(start));
    JavaRDD<byte[]> shares = source.shares(round);
    JavaPairRDD<Integer, byte[]> cut =
        shares
            .mapPartitionsToPair(new RoundTask(job, broadcast, slices))
            .partitionBy(new SlicePartitioner(slices));
    try {
      return cut.mapPartitions(new SumTask()).collect().stream()
          .map(b -> Wire.decode(b, SliceSum.class))
          .toList();
    } catch (Exception e) {
      throw failed(round, e);
    } finally {
      cut.rdd().cleanShuffleDependencies(false);
      broadcast.destroy();
    }
  }

  private static RuntimeException failed(Round round, Exception e) {
    // collect() throws SparkException without declaring it.
    if (e instanceof SparkException) {
      String reason = e.getMessage().lines().limit(3).reduce((a, b) -> a + " " + b).orElse("");
      return new ClusterException(
          "Round %d of epoch %d failed for good: %s. The last checkpoint is intact; mend the cause and run the same command again."
              .formatted(round.index(), round.epoch() + 1, reason),
          e);
    }
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }
}
