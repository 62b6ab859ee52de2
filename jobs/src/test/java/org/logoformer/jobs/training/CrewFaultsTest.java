package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.api.TrainingHook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.Evidence;
import org.logoformer.jobs.StandaloneCluster;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.state.TrainingState;

/** Executors are processes here, and a crew of two has one each. */
@Tag("cluster")
class CrewFaultsTest {
  /** More of them, for a longer look: {@code -Dlogoformer.test.kills=20}. */
  private static final int KILLS = Integer.getInteger("logoformer.test.kills", 3);

  private static final int ROUNDS = 24;
  private static final long SEED = 17;

  @TempDir static Path folder;
  private static StandaloneCluster cluster;
  private static JavaSparkContext spark;
  private static LogoConfig config;
  private static SmallTraining.Outcome undisturbed;

  @BeforeAll
  static void trainByJobs() {
    cluster = StandaloneCluster.start(folder.resolve("spark"), 2);
    spark = new JavaSparkContext(cluster.conf().set("spark.task.maxFailures", "2"));
    config =
        SmallTraining.config(
            "data.shards=" + SmallTraining.shards(folder),
            "train.batch=2",
            "train.epochs=3",
            "train.rounds=crew");
    undisturbed = SmallTraining.train(spark, config.with("train.rounds=jobs"));
    assertThat(undisturbed.rounds()).hasSize(ROUNDS);
  }

  @AfterAll
  static void stop() {
    spark.close();
    cluster.close();
  }

  @Test
  void hasTheBitsOfJobs() {
    SmallTraining.Outcome crew = train(config);
    requireEqual("a crew of two", "no fault; two executors, 24 rounds in three jobs", crew);
  }

  @Test
  void executorsKilledAtRandomMomentsChangeNothing() throws IOException {
    Random random = new Random(SEED);
    List<Long> steps = random.longs(0, ROUNDS).distinct().limit(KILLS).boxed().toList();
    Attempts attempts = new Attempts();
    spark.sc().addSparkListener(attempts);
    TrainingHook[] kills =
        steps.stream()
            .map(step -> sabotage("kill-" + step, step, 1, kill(random.nextInt(100))))
            .toArray(TrainingHook[]::new);
    SmallTraining.Outcome disturbed = train(config, kills);
    assertThat(attempts.lost()).as("tasks lost").isGreaterThanOrEqualTo(KILLS);
    requireEqual(
        "executors of a crew of two killed %d times".formatted(KILLS),
        "SIGKILL up to 100 ms after the beginning of steps %s".formatted(steps),
        disturbed);
  }

  @Test
  void aWorkerThatHangsIsGivenUpAndTheRoundsStartAgain() {
    SmallTraining.Outcome disturbed =
        train(config.with("train.step-timeout=5"), sabotage("hang", 11, 1, HANG));
    requireEqual("a worker of a crew of two hangs", "step 12 of 24 sleeps for ever", disturbed);
  }

  @Test
  void aWorkerThatFailsEachTimeEndsTheRunNamingHostAndShard() {
    List<RoundResult> rounds = new ArrayList<>();
    assertThatThrownBy(() -> train(config, rounds, sabotage("broken", 10, 1000, FAIL)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Round 3 of epoch 2 failed for good")
        .hasMessageContaining("127.0.0.")
        .hasMessageContaining("shards part-00000")
        .hasMessageContaining("broken on purpose");
    assertThat(rounds).hasSize(10);
  }

  private static void requireEqual(String what, String how, SmallTraining.Outcome disturbed) {
    new Evidence(
            1,
            what,
            how,
            undisturbed.hash() + lines(undisturbed),
            disturbed.hash() + lines(disturbed))
        .requireEqual();
    assertThat(disturbed.rounds().stream().filter(r -> r.state().size() > 0))
        .as("rounds that the driver has the state of: the last ones of jobs of a crew")
        .hasSize(3);
  }

  private static String lines(SmallTraining.Outcome outcome) {
    StringBuilder text = new StringBuilder();
    outcome
        .rounds()
        .forEach(r -> text.append(", %d clips loss %s".formatted(r.examples(), r.loss())));
    return text.toString();
  }

  private static SmallTraining.Outcome train(LogoConfig set, TrainingHook... hooks) {
    return train(set, new ArrayList<>(), hooks);
  }

  private static SmallTraining.Outcome train(
      LogoConfig set, List<RoundResult> rounds, TrainingHook... hooks) {
    TrainingState end =
        SmallTraining.train(spark, set, TrainingListener.ofRounds(rounds::add), hooks);
    return new SmallTraining.Outcome(end, rounds);
  }

  private static final Sabotage.Deed FAIL =
      (deeds, graph) -> {
        throw new IllegalStateException("broken on purpose");
      };

  private static final Sabotage.Deed HANG = (deeds, graph) -> Thread.sleep(120_000);

  /** Kills its process a little later, wherever it is then. */
  private static Sabotage.Deed kill(int millis) {
    return (deeds, graph) ->
        new Thread(
                () -> {
                  try {
                    Thread.sleep(millis);
                    Sabotage.KILL.run(deeds, graph);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .start();
  }

  private static Sabotage sabotage(String name, long step, int times, Sabotage.Deed deed) {
    try {
      Path counts = Files.createDirectory(folder.resolve(name));
      return new Sabotage(counts.toString(), step, times, deed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
