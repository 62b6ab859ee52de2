package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.Evidence;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.round.RoundResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One of two workers fails in the second round. */
class WorkerFaultsTest {
  /** The first of the second round. */
  private static final long STEP = 1;

  private static final int ATTEMPTS = 3;

  private static final Sabotage.Deed HANG = (deeds, graph) -> new CountDownLatch(1).await();

  @TempDir static Path folder;
  private static JavaSparkContext spark;
  private static LogoConfig config;
  private static SmallTraining.Outcome undisturbed;

  @BeforeAll
  static void trainUndisturbed() {
    SparkConf conf = new SparkConf().setMaster("local[2," + ATTEMPTS + "]").setAppName("test");
    spark = new JavaSparkContext(conf.set("spark.ui.enabled", "false"));
    config = SmallTraining.config("data.shards=" + SmallTraining.shards(folder));
    undisturbed = SmallTraining.train(spark, config);
    assertThat(undisturbed.rounds()).hasSize(2);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void aNaNIsNeverAveragedInAndStopsTheRun() throws IOException {
    List<RoundResult> rounds = new ArrayList<>();
    Sabotage nan =
        sabotage(
            "nan",
            1,
            (deeds, graph) -> {
              INDArray parameters = graph.params();
              parameters.putScalar(parameters.length() / 2, Float.NaN);
            });

    DivergedException stopped =
        catchThrowableOfType(
            DivergedException.class, () -> SmallTraining.train(spark, config, keep(rounds), nan));

    assertThat(stopped)
        .hasMessageContaining("Worker ")
        .hasMessageContaining("step " + STEP)
        .hasMessageContaining("shards part-00000");
    assertThat(stopped.exitCode()).isEqualTo(5);
    requireOneRound(
        rounds, 6, "NaN in one worker", "a parameter of one worker set to NaN in round 2", stopped);
  }

  @Test
  void aWorkerThatFailsEachTimeEndsTheRunNamingHostAndShard() throws IOException {
    List<RoundResult> rounds = new ArrayList<>();
    Sabotage broken =
        sabotage(
            "broken",
            1000,
            (deeds, graph) -> {
              throw new IllegalStateException("broken on purpose");
            });

    ClusterException gaveUp =
        catchThrowableOfType(
            ClusterException.class, () -> SmallTraining.train(spark, config, keep(rounds), broken));

    String host = spark.getConf().get("spark.driver.host");
    assertThat(gaveUp)
        .hasMessageContaining("failed " + ATTEMPTS + " times")
        .hasMessageContaining(host)
        .hasMessageContaining("shards part-00000")
        .hasMessageContaining("broken on purpose");
    assertThat(gaveUp.exitCode()).isEqualTo(4);
    requireOneRound(
        rounds, 7, "a worker throws each time", "each attempt at round 2 throws", gaveUp);
  }

  @Test
  void aWorkerThatHangsOnceIsTriedAgain() throws IOException {
    SmallTraining.Outcome disturbed =
        SmallTraining.train(
            spark, config.with("train.step-timeout=4"), sabotage("hangs-once", 1, HANG));
    new Evidence(
            7,
            "a worker hangs once",
            "its first attempt at round 2 never ends; train.step-timeout = 4",
            undisturbed.hash(),
            disturbed.hash())
        .requireEqual();
  }

  @Test
  void aWorkerThatHangsEachTimeEndsTheRunNamingHostAndShard() throws IOException {
    List<RoundResult> rounds = new ArrayList<>();
    ClusterException gaveUp =
        catchThrowableOfType(
            ClusterException.class,
            () ->
                SmallTraining.train(
                    spark,
                    config.with("train.step-timeout=4"),
                    keep(rounds),
                    sabotage("hangs", 1000, HANG)));
    assertThat(gaveUp)
        .hasMessageContaining(spark.getConf().get("spark.driver.host"))
        .hasMessageContaining("shards part-00000")
        .hasMessageContaining("train.step-timeout");
    requireOneRound(
        rounds, 7, "a worker hangs each time", "no attempt at round 2 ever ends", gaveUp);
  }

  /** The first round is as it would have been, and there is no other. */
  private static void requireOneRound(
      List<RoundResult> rounds, int promise, String what, String fault, Exception told) {
    assertThat(rounds).hasSize(1);
    new Evidence(
            promise,
            what,
            fault + "; it ended with '" + told.getMessage().replaceAll("\\s+", " ") + "'",
            "after round 1 " + hash(undisturbed.rounds().get(0)),
            "after round 1 " + hash(rounds.get(0)))
        .requireEqual();
  }

  private static String hash(RoundResult round) {
    return Evidence.hash(round.state().parameters(), round.state().updater());
  }

  private static TrainingListener keep(List<RoundResult> rounds) {
    return new TrainingListener() {
      @Override
      public void roundDone(EpochPlan plan, RoundResult result) {
        rounds.add(result);
      }
    };
  }

  private static Sabotage sabotage(String name, int times, Sabotage.Deed deed) throws IOException {
    Path counts = Files.createDirectory(folder.resolve(name));
    return new Sabotage(counts.toString(), STEP, times, deed);
  }
}
