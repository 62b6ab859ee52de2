package org.logoformer.jobs.rounds;

import java.util.List;
import org.apache.spark.HashPartitioner;
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
import org.logoformer.train.state.TrainingState;

/** The Spark job of a round: from the state to the mean over all workers. */
final class RoundJob {
  private final JavaSparkContext spark;
  private final WorkerJob job;
  private final ShareSource source;

  RoundJob(JavaSparkContext spark, WorkerJob job, ShareSource source) {
    this.spark = spark;
    this.job = job;
    this.source = source;
  }

  /** What the driver has when the job is done. */
  record Done(SliceMeans means, RoundTimes times, RoundBytes bytes) {}

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
    SliceMeans means = new SliceMeans(collected.stream().map(SliceMean::of).toList());
    RoundTimes times =
        inJob(means, received - sent)
            .plus(Phase.BROADCAST, sent - began)
            .plus(Phase.APPLY, System.nanoTime() - received);
    RoundBytes bytes =
        new RoundBytes(
            state.length,
            collected.stream().mapToLong(b -> b.length).sum(),
            means.slices().stream().mapToLong(s -> s.head().fetched()).sum());
    return new Done(means, times, bytes);
  }

  /** The time that neither workers nor reduce tasks account for is scheduling. */
  private static RoundTimes inJob(SliceMeans means, long nanos) {
    long slowest = means.slices().stream().mapToLong(s -> s.head().nanos()).max().orElseThrow();
    RoundTimes times =
        WorkerTimes.sideBySide(means.reports().stream().map(WorkerReport::times).toList())
            .plus(Phase.REDUCE, slowest);
    return times.plus(Phase.SCHEDULING, nanos - times.total());
  }

  private List<byte[]> collected(Round round, Broadcast<byte[]> broadcast, int slices) {
    JavaPairRDD<Integer, byte[]> cut =
        source
            .shares(List.of(round))
            .mapPartitionsToPair(new RoundTask(job, broadcast, slices))
            // Hashing an Integer puts slice i into partition i.
            .partitionBy(new HashPartitioner(slices));
    try {
      return cut.mapPartitions(SliceMean::reduce).collect();
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
