package org.logoformer.jobs.bench.rounds;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.storage.BlockUpdatedInfo;
import org.logoformer.error.ClusterException;

/** Counts what Spark reports of jobs and bytes, the same for every training master. */
final class TrafficCounter extends SparkListener {
  private static final long PATIENCE_MILLIS = 30_000;

  private final LongAdder jobs = new LongAdder();
  private final LongAdder results = new LongAdder();
  private final LongAdder shuffled = new LongAdder();
  private final LongAdder broadcast = new LongAdder();

  /**
   * What happened between two looks.
   *
   * @param jobs Spark jobs
   * @param results bytes that tasks sent to the driver
   * @param shuffled bytes written for other tasks
   * @param broadcast bytes of broadcasts that the driver made
   */
  record Counts(long jobs, long results, long shuffled, long broadcast) {}

  /** Counts of everything that has happened in {@code spark} since the last look. */
  Counts since(SparkContext spark) {
    try {
      spark.listenerBus().waitUntilEmpty(PATIENCE_MILLIS);
    } catch (TimeoutException e) {
      throw new ClusterException("Spark's listeners are too busy to count: try fewer rounds", e);
    }
    return new Counts(
        jobs.sumThenReset(),
        results.sumThenReset(),
        shuffled.sumThenReset(),
        broadcast.sumThenReset());
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    jobs.increment();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskMetrics() == null) {
      return;
    }
    results.add(end.taskMetrics().resultSize());
    shuffled.add(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
  }

  @Override
  public void onBlockUpdated(SparkListenerBlockUpdated updated) {
    BlockUpdatedInfo info = updated.blockUpdatedInfo();
    boolean made = info.blockManagerId().isDriver() && info.storageLevel().isValid();
    if (made && info.blockId().isBroadcast() && info.blockId().name().contains("_piece")) {
      broadcast.add(info.memSize() + info.diskSize());
    }
  }
}
