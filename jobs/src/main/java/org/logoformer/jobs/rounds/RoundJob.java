package org.logoformer.jobs.rounds;

import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.logoformer.train.plan.Round;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundTimes;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerTimes;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

/** The Spark job of a round: from the state to the sums of all workers. */
final class RoundJob {
  private final JavaSparkContext spark;
  private final WorkerJob job;
  private final ShareSource source;

  RoundJob(JavaSparkContext spark, WorkerJob job, ShareSource source) {
    this.spark = spark;
    this.job = job;
    this.source = source;
  }

  /** What the driver has when the job is done; {@code sums} in the order of the slices. */
  record Done(List<SliceSum> sums, RoundTimes times, RoundBytes bytes) {
    List<WorkerReport> reports() {
      return sums.get(0).reports();
    }

    FlatVector mean() {
      return FlatVector.join(sums.stream().map(SliceSum::mean).toList());
    }

    FlatVector pooled() {
      return sums.get(0).pooled();
    }
  }

  /**
   * Runs the job.
   *
   * @throws org.logoformer.error.ClusterException if workers keep failing
   */
  Done run(Round round, TrainingState start, int slices) {
    long began = System.nanoTime();
    byte[] state = StateBytes.of(start);
    Broadcast<byte[]> broadcast = spark.broadcast(state);
    long sent = System.nanoTime();
    List<byte[]> collected = collected(round, broadcast, slices);
    long received = System.nanoTime();
    List<SliceSum.Arrived> arrived = collected.stream().map(SliceSum.Arrived::of).toList();
    List<SliceSum> sums = arrived.stream().map(SliceSum.Arrived::sum).toList();
    RoundTimes times =
        inJob(sums.get(0).reports(), arrived, received - sent)
            .plus(Phase.BROADCAST, sent - began)
            .plus(Phase.APPLY, System.nanoTime() - received);
    RoundBytes bytes =
        new RoundBytes(
            state.length,
            collected.stream().mapToLong(b -> b.length).sum(),
            arrived.stream().mapToLong(SliceSum.Arrived::fetched).sum());
    return new Done(sums, times, bytes);
  }

  /** What neither workers nor sums account for is scheduling. */
  private static RoundTimes inJob(
      List<WorkerReport> reports, List<SliceSum.Arrived> sums, long nanos) {
    RoundTimes workers = WorkerTimes.sideBySide(reports.stream().map(WorkerReport::times).toList());
    long slowest = sums.stream().mapToLong(SliceSum.Arrived::nanos).max().orElseThrow();
    RoundTimes times = workers.plus(Phase.REDUCE, slowest);
    return times.plus(Phase.SCHEDULING, nanos - times.total());
  }

  private List<byte[]> collected(Round round, Broadcast<byte[]> broadcast, int slices) {
    JavaPairRDD<Integer, byte[]> cut =
        source
            .shares(round)
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

  private RuntimeException failed(Round round, Exception e) {
    // collect() throws SparkException without declaring it.
    if (e instanceof SparkException gaveUp) {
      return RoundFailure.of(spark, round, job.data(), gaveUp);
    }
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }
}
