package org.logoformer.jobs.spark;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import org.logoformer.progress.Bar;
import scala.collection.JavaConverters;

/**
 * A bar, at a terminal, over clips that long tasks look at. Tasks tell through a counter, of which
 * executors report every few seconds; what a repeated task counts again is not told apart, for
 * nothing but the bar depends on it.
 */
public final class ClipsBar extends SparkListener implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Bar bar;
  private final long all;
  private final LongAccumulator counter = new LongAccumulator();

  /** By task. */
  private final Map<Long, Long> seen = new HashMap<>();

  private ClipsBar(JavaSparkContext spark, String name, long all) {
    this.spark = spark;
    this.bar = Bar.of(name, all);
    this.all = all;
    spark.sc().register(counter, "clips of " + name);
  }

  /**
   * Watches a job until it is closed.
   *
   * @param all how many clips it looks at
   */
  public static ClipsBar of(JavaSparkContext spark, String name, long all) {
    ClipsBar bar = new ClipsBar(spark, name, all);
    spark.sc().addSparkListener(bar);
    return bar;
  }

  /** To be told by tasks of each clip. */
  public LongAccumulator counter() {
    return counter;
  }

  /** How many clips are known to be done. */
  synchronized long done() {
    return Math.min(all, seen.values().stream().mapToLong(n -> n).sum());
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    JavaConverters.seqAsJavaList(update.accumUpdates())
        .forEach(task -> told((Long) task._1(), JavaConverters.seqAsJavaList(task._4())));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    told(
        task.taskInfo().taskId(),
        JavaConverters.seqAsJavaList(task.taskInfo().accumulables().toSeq()));
  }

  private synchronized void told(long task, Iterable<AccumulableInfo> values) {
    for (AccumulableInfo value : values) {
      if (value.id() == counter.id() && value.update().isDefined()) {
        seen.merge(task, ((Number) value.update().get()).longValue(), Math::max);
      }
    }
    bar.stepTo(done());
  }

  @Override
  public void close() {
    spark.sc().removeSparkListener(this);
    bar.close();
  }
}
