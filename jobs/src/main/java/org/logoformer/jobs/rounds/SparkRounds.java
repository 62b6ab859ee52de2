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
import org.logoformer.train.Phase;
import org.logoformer.train.Round;
import org.logoformer.train.RoundBytes;
import org.logoformer.train.RoundResult;
import org.logoformer.train.RoundTimes;
import org.logoformer.train.Rounds;
import org.logoformer.train.TrainingState;
import org.logoformer.train.WorkerReport;
import org.logoformer.train.WorkerTimes;

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
    byte[] state = StateBytes.of(start);
    Broadcast<byte[]> broadcast = spark.broadcast(state);
    long sent = System.nanoTime();
    int slices = slices(start.size(), round.shares().size());
    List<byte[]> collected = collected(round, broadcast, slices);
    long received = System.nanoTime();
    List<SliceSum.Arrived> arrived = collected.stream().map(SliceSum.Arrived::of).toList();
    SliceSum first = arrived.get(0).sum();
    RoundResult.requireSound(first.reports());
    exactness.check(first.reports());
    FlatVector mean = FlatVector.join(arrived.stream().map(a -> a.sum().mean()).toList());
    TrainingState next = averaging.next(start, mean, first.pooled(), round.steps());
    RoundTimes times =
        inJob(first.reports(), arrived, received - sent)
            .plus(Phase.BROADCAST, sent - began)
            .plus(Phase.APPLY, System.nanoTime() - received);
    return new RoundResult(next, first.reports(), times, bytes(state, collected, arrived));
  }

  /** The time of a Spark job; what neither workers nor sums account for is scheduling. */
  private static RoundTimes inJob(
      List<WorkerReport> reports, List<SliceSum.Arrived> sums, long nanos) {
    RoundTimes times =
        WorkerTimes.sideBySide(reports.stream().map(WorkerReport::times).toList())
            .plus(
                Phase.REDUCE, sums.stream().mapToLong(SliceSum.Arrived::nanos).max().orElseThrow());
    return times.plus(Phase.SCHEDULING, nanos - times.total());
  }

  private static RoundBytes bytes(
      byte[] state, List<byte[]> collected, List<SliceSum.Arrived> sums) {
    return new RoundBytes(
        state.length,
        collected.stream().mapToLong(b -> b.length).sum(),
        sums.stream().mapToLong(SliceSum.Arrived::fetched).sum());
  }

  static int slices(long stateBytes, int workers) {
    return Math.toIntExact(Math.max(workers, (stateBytes + MAX_SLICE_BYTES - 1) / MAX_SLICE_BYTES));
  }

  private List<byte[]> collected(Round round, Broadcast<byte[]> broadcast, int slices) {
    JavaRDD<byte[]> shares = source.shares(round);
    JavaPairRDD<Integer, byte[]> cut =
        shares
            .mapPartitionsToPair(new RoundTask(job, broadcast, slices))
            .partitionBy(new SlicePartitioner(slices));
    try {
      return cut.mapPartitions(new SumTask()).collect();
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
