package org.logoformer.jobs.bench.rounds;

import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.storage.BlockUpdatedInfo;
import org.logoformer.error.ClusterException;

/** What Spark itself counts, whoever uses it. */
final class TrafficCounter extends SparkListener {
  private static final long PATIENCE_MILLIS = 30_000;

  private final AtomicLong jobs = new AtomicLong();
  private final AtomicLong results = new AtomicLong();
  private final AtomicLong shuffled = new AtomicLong();
  private final AtomicLong broadcast = new AtomicLong();

  /**
   * Counts so far.
   *
   * @param jobs Spark jobs
   * @param results bytes that tasks sent to the driver
   * @param shuffled bytes written for other tasks
   * @param broadcast bytes of broadcasts that the driver made
   */
  record Counts(long jobs, long results, long shuffled, long broadcast) {
    Counts minus(Counts other) {
      return new Counts(
          jobs - other.jobs,
          results - other.results,
          shuffled - other.shuffled,
          broadcast - other.broadcast);
    }
  }

  /** Counts of everything that has happened in {@code spark}. */
  Counts counts(SparkContext spark) {
    try {
      spark.listenerBus().waitUntilEmpty(PATIENCE_MILLIS);
    } catch (TimeoutException e) {
      throw new ClusterException("Spark's listeners are too busy to count: try fewer rounds", e);
    }
    return new Counts(jobs.get(), results.get(), shuffled.get(), broadcast.get());
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    jobs.incrementAndGet();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskMetrics() == null) {
      return;
    }
    results.addAndGet(end.taskMetrics().resultSize());
    shuffled.addAndGet(end.taskMetrics().shuffleWriteMetrics().bytesWritten());
  }

  @Override
  public void onBlockUpdated(SparkListenerBlockUpdated updated) {
    BlockUpdatedInfo info = updated.blockUpdatedInfo();
    boolean made = info.blockManagerId().isDriver() && info.storageLevel().isValid();
    if (made && info.blockId().isBroadcast() && info.blockId().name().contains("_piece")) {
      broadcast.addAndGet(info.memSize() + info.diskSize());
    }
  }
}
