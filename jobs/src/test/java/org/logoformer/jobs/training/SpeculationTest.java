package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.Evidence;
import org.logoformer.jobs.StandaloneCluster;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.state.TrainingState;

/** Spark runs a slow task a second time, and the first attempt goes on regardless. */
@Tag("cluster")
class SpeculationTest {
  private static final String RELEASE = "release";
  private static final String ENDED = "ended";

  /** Longer than any second attempt and two rounds may take. */
  private static final Duration HANGING = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void aSecondAttemptCountsOnceWhileTheFirstIsStillAtWork() throws Exception {
    LogoConfig config =
        SmallTraining.config(
            "data.shards=" + SmallTraining.shards(folder),
            "train.batch=4",
            "train.averaging-frequency=2",
            "train.epochs=2",
            // Spark starts no second attempt of a worker of a crew.
            "train.rounds=jobs");
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("spark"), 2);
        JavaSparkContext spark =
            new JavaSparkContext(
                cluster
                    .conf()
                    .set("spark.speculation", "true")
                    .set("spark.speculation.interval", "100ms")
                    .set("spark.speculation.quantile", "0.5")
                    .set("spark.speculation.multiplier", "1.5")
                    .set("spark.speculation.minTaskRuntime", "1s"))) {
      SmallTraining.Outcome undisturbed = SmallTraining.train(spark, config);
      Attempts attempts = new Attempts();
      spark.sc().addSparkListener(attempts);
      Path deeds = Files.createDirectory(folder.resolve("slow"));
      Sabotage slow = new Sabotage(deeds.toString(), 1, 1, SpeculationTest::hang);
      List<RoundResult> rounds = new ArrayList<>();
      TrainingState end = SmallTraining.train(spark, config, release(rounds, deeds), slow);

      assertThat(attempts.speculative()).as("second attempts").isPositive();
      // In an executor that must not end before.
      Await.until("the end of the first attempt", () -> Files.exists(deeds.resolve(ENDED)));
      assertThat(rounds).hasSize(4);
      new Evidence(
              5,
              "speculation, the superseded attempt still running",
              "the first attempt of a worker hangs from step 1 until two more rounds are done;"
                  + " %d second attempts".formatted(attempts.speculative()),
              describe(undisturbed),
              describe(new SmallTraining.Outcome(end, rounds)))
          .requireEqual();
    }
  }

  /** A step that takes until it is released, whoever interrupts it. */
  private static void hang(Path deeds, Object graph) throws IOException {
    long deadline = System.nanoTime() + HANGING.toNanos();
    while (!Files.exists(deeds.resolve(RELEASE))) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("Not released after " + HANGING);
      }
      Thread.onSpinWait();
    }
    Files.createFile(deeds.resolve(ENDED));
  }

  private static TrainingListener release(List<RoundResult> rounds, Path deeds) {
    return new TrainingListener() {
      @Override
      public void roundDone(EpochPlan plan, RoundResult result) {
        rounds.add(result);
        if (rounds.size() == 3) {
          assertThat(deeds.resolve(ENDED)).as("the first attempt").doesNotExist();
          try {
            Files.createFile(deeds.resolve(RELEASE));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    };
  }

  private static String describe(SmallTraining.Outcome outcome) {
    return outcome.hash()
        + ", clips and losses "
        + outcome.rounds().stream().map(r -> r.examples() + " " + r.loss()).toList();
  }
}
