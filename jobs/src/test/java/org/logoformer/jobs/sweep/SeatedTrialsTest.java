package org.logoformer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.slots.Seating;
import org.logoformer.jobs.spark.ExecutorProcesses;
import org.logoformer.jobs.training.SmallTraining;
import org.logoformer.jobs.training.SparkExecutors;
import org.logoformer.progress.SharedBar;

/** Two trials on two executors of one slot each. */
@Tag("cluster")
class SeatedTrialsTest {
  @TempDir Path folder;

  @Test
  void eachOfTwoTrialsSideBySideStaysOnItsExecutor() {
    LogoConfig config =
        SmallTraining.config(
            "data.shards=" + SmallTraining.shards(folder),
            "run.dir=" + folder.resolve("runs"),
            "train.workers=1",
            "train.epochs=3",
            "sweep.grid=[\"optimiser.lr = 0.01, 0.02\"]",
            "spark.executor-memory=1g");
    Map<String, Set<String>> places = new ConcurrentHashMap<>();
    StringWriter told = new StringWriter();
    try (SparkSession session = ExecutorProcesses.open(config, "sweep", 2)) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      spark.sc().addSparkListener(new Rounds(places));
      SparkExecutors executors = new SparkExecutors(spark);
      long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
      while (executors.now().size() < 2) {
        Thread.onSpinWait();
      }
      PrintWriter out = new PrintWriter(told);
      new Sweep(spark.hadoopConfiguration(), config, out, () -> {})
          .run(
              new SideBySide.Resources(
                  new SparkTrainings(spark, executors, SharedBar.hidden(out)),
                  new Seating(executors::now),
                  2,
                  Duration.ofMinutes(1),
                  deadline,
                  out),
              Retraining.NONE);
    }
    assertThat(told.toString()).contains(" finished=2 ");
    assertThat(places.keySet()).containsExactlyInAnyOrder("trial-001", "trial-002");
    assertThat(places.values()).allSatisfy(e -> assertThat(e).hasSize(1));
    assertThat(places.get("trial-001")).isNotEqualTo(places.get("trial-002"));
  }

  /** Where the tasks of rounds ran, by trial. */
  private static final class Rounds extends SparkListener {
    private final Map<String, Set<String>> executors;
    private final Map<Integer, String> trials = new ConcurrentHashMap<>();

    Rounds(Map<String, Set<String>> executors) {
      this.executors = executors;
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted stage) {
      if (stage.stageInfo().name().startsWith("collectAsync")) {
        trials.put(
            stage.stageInfo().stageId(), stage.properties().getProperty("spark.jobGroup.id"));
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      String trial = trials.get(end.stageId());
      if (trial != null) {
        executors
            .computeIfAbsent(trial, t -> ConcurrentHashMap.newKeySet())
            .add(end.taskInfo().executorId());
      }
    }
  }
}
