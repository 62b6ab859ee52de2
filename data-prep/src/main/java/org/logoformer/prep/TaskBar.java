package org.logoformer.prep;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.logoformer.progress.Bar;

/** A bar over the tasks of one job, at a terminal. */
public final class TaskBar extends SparkListener implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Bar bar;

  private TaskBar(JavaSparkContext spark, Bar bar) {
    this.spark = spark;
    this.bar = bar;
  }

  /** Watches {@code spark}, which does nothing else, until it is closed. */
  public static TaskBar of(JavaSparkContext spark, String name, int tasks) {
    TaskBar tasksDone = new TaskBar(spark, Bar.of(name, tasks));
    spark.sc().addSparkListener(tasksDone);
    return tasksDone;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskInfo().successful()) {
      bar.step(1);
    }
  }

  @Override
  public void close() {
    spark.sc().removeSparkListener(this);
    bar.close();
  }
}
