package org.logoformer.jobs.training;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerSpeculativeTaskSubmitted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** What Spark did more than once. */
public final class Attempts extends SparkListener {
  private final List<Integer> lost = new CopyOnWriteArrayList<>();
  private final List<Integer> killed = new CopyOnWriteArrayList<>();
  private final List<Integer> repeatedStages = new CopyOnWriteArrayList<>();
  private final List<Integer> speculative = new CopyOnWriteArrayList<>();

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof ExecutorLostFailure) {
      lost.add(end.taskInfo().index());
    } else if (end.reason() instanceof TaskKilled) {
      killed.add(end.taskInfo().index());
    }
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    if (submitted.stageInfo().attemptNumber() > 0) {
      repeatedStages.add(submitted.stageInfo().stageId());
    }
  }

  @Override
  public void onSpeculativeTaskSubmitted(SparkListenerSpeculativeTaskSubmitted submitted) {
    speculative.add(submitted.taskIndex());
  }

  /** Tasks that ended with their executor. */
  public int lost() {
    return lost.size();
  }

  /** Tasks that Spark killed. */
  int killed() {
    return killed.size();
  }

  /** Stages that were run again. */
  int repeatedStages() {
    return repeatedStages.size();
  }

  /** Second attempts beside slow first ones. */
  int speculative() {
    return speculative.size();
  }
}
