package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.logoformer.jobs.training.ExecutorFaultsTest.sabotage;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.Evidence;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.state.TrainingState;

/** Faults under rounds that are Spark jobs, of several workers or of one. */
abstract class JobFaults {
  private static JavaSparkContext spark;
  private static LogoConfig config;
  private static SmallTraining.Outcome undisturbed;

  @BeforeAll
  static void trainUndisturbed() {
    spark = ExecutorFaultsTest.spark();
    config =
        ExecutorFaultsTest.config(
            "train.averaging-frequency=2", "train.batch=4", "train.rounds=jobs");
    undisturbed = SmallTraining.train(spark, config);
    assertThat(undisturbed.rounds()).hasSize(2);
  }

  @Test
  void anExecutorKilledWithinARoundChangesNothing() {
    requireEqual(1, "once", 1);
  }

  @Test
  void executorsKilledAgainAndAgainChangeNothing() {
    requireEqual(3, "again and again", 2);
  }

  @Test
  void anExecutorKilledUnderACrewOfOneStartsItsRoundsAgain() {
    LogoConfig one = config.with("train.workers=1", "train.averaging-frequency=1");
    List<RoundResult> rounds = new ArrayList<>();
    SmallTraining.Outcome jobs = SmallTraining.train(spark, one.with("train.rounds=jobs"));
    Attempts attempts = watched();
    TrainingState crew =
        SmallTraining.train(
            spark,
            one.with("train.rounds=crew"),
            TrainingListener.ofRounds(rounds::add),
            sabotage("kill-crew", 2, 1, Sabotage.KILL));
    assertThat(attempts.lost()).as("tasks lost").isEqualTo(1);
    SmallTraining.Outcome disturbed = new SmallTraining.Outcome(crew, rounds);
    assertThat(counts(disturbed)).isEqualTo(counts(jobs));
    new Evidence(
            1,
            "the executor of a crew of one killed",
            "SIGKILL in front of step 3 of 4; its rounds start again on the other executor",
            jobs.hash(),
            disturbed.hash())
        .requireEqual();
  }

  private static void requireEqual(long step, String how, int times) {
    Attempts attempts = watched();
    SmallTraining.Outcome disturbed =
        SmallTraining.train(spark, config, sabotage("kill-" + times, step, times, Sabotage.KILL));
    assertThat(attempts.lost()).as("tasks lost").isGreaterThanOrEqualTo(times);
    assertCountedOnce(disturbed);
    new Evidence(
            1,
            "executors killed " + how,
            "SIGKILL for the executor in front of step %d of 4, %d times; %d tasks lost"
                .formatted(step, times, attempts.lost()),
            undisturbed.hash(),
            disturbed.hash())
        .requireEqual();
  }

  @Test
  void aLostShuffleFileRepeatsTheStageAndCountsItOnce() throws Exception {
    String root = spark.parallelize(List.of(0), 1).map(i -> filesOfExecutors()).first();
    Await.until(
        "no shuffle files of rounds that are over", () -> shuffleFiles(new File(root)).isEmpty());
    Attempts attempts = watched();
    SmallTraining.Outcome disturbed =
        SmallTraining.train(spark, config, sabotage("shuffle", 1, 1, JobFaults::deleteShuffle));
    assertThat(attempts.repeatedStages()).as("stages run again").isPositive();
    assertCountedOnce(disturbed);
    new Evidence(
            5,
            "a stage retried",
            "the first finished worker's shuffle files deleted; %d stages run again"
                .formatted(attempts.repeatedStages()),
            undisturbed.hash() + counts(undisturbed),
            disturbed.hash() + counts(disturbed))
        .requireEqual();
  }

  /** Waits until the other worker is done with the round, and deletes what it left. */
  private static void deleteShuffle(Path counts, Object graph) throws Exception {
    File folder = new File(filesOfExecutors());
    Await.until(
        "a finished shuffle file",
        () -> shuffleFiles(folder).stream().anyMatch(f -> f.getName().endsWith(".index")));
    for (File file : shuffleFiles(folder)) {
      Files.deleteIfExists(file.toPath());
    }
  }

  /** Below this lie executor-.../blockmgr-... of all executors. */
  private static String filesOfExecutors() {
    File own = SparkEnv.get().blockManager().diskBlockManager().localDirs()[0];
    return own.getParentFile().getParent();
  }

  private static List<File> shuffleFiles(File folder) {
    List<File> found = new ArrayList<>();
    // Not Files.walk, which fails when something is deleted meanwhile.
    File[] files = folder.listFiles();
    for (File file : files == null ? new File[0] : files) {
      if (file.isDirectory()) {
        found.addAll(shuffleFiles(file));
      } else if (file.getName().startsWith("shuffle_")) {
        found.add(file);
      }
    }
    return found;
  }

  @Test
  void aWorkerThatNeverComesBackEndsTheRunNamingHostAndShard() {
    List<RoundResult> rounds = new ArrayList<>();
    Sabotage kill = sabotage("always", 2, 1000, Sabotage.KILL);
    assertThatThrownBy(
            () ->
                SmallTraining.train(
                    spark,
                    config,
                    new TrainingListener() {
                      @Override
                      public void roundDone(EpochPlan plan, RoundResult result) {
                        rounds.add(result);
                      }
                    },
                    kill))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("127.0.0.")
        .hasMessageContaining("shards part-00000");
    assertThat(rounds).hasSize(1);
    new Evidence(
            7,
            "a worker's process is killed each time",
            "SIGKILL in front of step 2, at each attempt; an error names host and shard",
            "after round 1 " + hash(undisturbed.rounds().get(0)),
            "after round 1 " + hash(rounds.get(0)))
        .requireEqual();
  }

  private static String hash(RoundResult round) {
    return Evidence.hash(round.state().parameters(), round.state().updater());
  }

  private static void assertCountedOnce(SmallTraining.Outcome disturbed) {
    assertThat(counts(disturbed)).isEqualTo(counts(undisturbed));
  }

  private static String counts(SmallTraining.Outcome outcome) {
    StringBuilder text = new StringBuilder();
    outcome
        .rounds()
        .forEach(r -> text.append(", %d clips loss %s".formatted(r.examples(), r.loss())));
    return text.toString();
  }

  private static Attempts watched() {
    Attempts attempts = new Attempts();
    spark.sc().addSparkListener(attempts);
    return attempts;
  }
}
