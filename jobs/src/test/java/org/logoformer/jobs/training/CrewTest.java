package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.deeplearning4j.spark.api.TrainingHook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.Evidence;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.state.TrainingState;

/** A crew of one worker beside a Spark job for each round. */
class CrewTest {
  private static final int ATTEMPTS = 2;

  @TempDir static Path folder;
  private static JavaSparkContext spark;
  private static LogoConfig config;
  private static final AtomicInteger JOBS = new AtomicInteger();

  @BeforeAll
  static void start() {
    SparkConf conf = new SparkConf().setMaster("local[1," + ATTEMPTS + "]").setAppName("test");
    spark = new JavaSparkContext(conf.set("spark.ui.enabled", "false"));
    spark
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobStart(SparkListenerJobStart start) {
                JOBS.incrementAndGet();
              }
            });
    config =
        SmallTraining.config(
            "data.shards=" + SmallTraining.shards(folder), "train.workers=1", "train.epochs=2");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /** What came out; {@code rounds} may lack their states. */
  private record Trained(String bits, List<RoundResult> rounds, int jobs) {
    String lines() {
      return rounds.stream()
          .map(
              r ->
                  "%s loss %s of %d, probe %s"
                      .formatted(
                          r.state().position(), r.loss(), r.examples(), r.reports().get(0).probe()))
          .collect(Collectors.joining("\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.momentum=average",
        "train.momentum=reset",
        "train.outer.kind=none",
        "train.post-local-epochs=1,train.averaging-frequency=2,train.batch=3"
      })
  void hasTheBitsAndTheReportsOfJobs(String settings) {
    LogoConfig set = config.with(settings.split(","));
    Trained jobs = train(set.with("train.rounds=jobs"));
    Trained crew = train(set.with("train.rounds=crew"));
    assertThat(crew.bits()).isEqualTo(jobs.bits());
    assertThat(crew.lines()).isEqualTo(jobs.lines());
    assertThat(crew.jobs()).as("Spark jobs less than").isLessThan(jobs.jobs() - 1);
  }

  @Test
  void isWhatOneWorkerTrainsWithAndAccountsForTheTimeOfEachRound() {
    long began = System.nanoTime();
    Trained trained = train(config);
    long elapsed = System.nanoTime() - began;
    assertThat(trained.rounds()).hasSize(4);
    // A look at the clips and one for the rounds of each epoch.
    assertThat(trained.jobs()).isEqualTo(4);
    assertThat(trained.rounds().stream().mapToLong(r -> r.times().total()).sum())
        .isLessThan(elapsed);
    assertThat(trained.rounds())
        .allSatisfy(r -> assertThat(r.times().of(Phase.COMPUTE)).isPositive());
    RoundResult first = trained.rounds().get(0);
    RoundResult second = trained.rounds().get(1);
    long state = second.state().size();
    assertThat(first.bytes().broadcast()).isGreaterThan(state);
    assertThat(first.bytes().driver()).isBetween(1L, state / 10);
    assertThat(second.bytes().broadcast()).isZero();
    assertThat(second.bytes().driver()).isGreaterThanOrEqualTo(state);
  }

  @Test
  void handsAStateOutWhereAListenerReadsIt() {
    List<TrainingState> read = new ArrayList<>();
    TrainingListener reader =
        new TrainingListener() {
          @Override
          public boolean readsState(int round) {
            return round == 1;
          }

          @Override
          public void roundDone(EpochPlan plan, RoundResult result) {
            if (result.state().position().round() == 1) {
              read.add(result.state());
            }
          }
        };
    List<RoundResult> jobs = SmallTraining.train(spark, config.with("train.rounds=jobs")).rounds();
    TrainingState unused = SmallTraining.train(spark, config, reader);
    assertThat(read).hasSize(2);
    assertThat(hash(read.get(0))).isEqualTo(hash(jobs.get(0).state()));
    assertThat(hash(read.get(1))).isEqualTo(hash(jobs.get(2).state()));
  }

  @Test
  void aListenerThatThrowsEndsTheRounds() {
    assertThatThrownBy(
            () ->
                SmallTraining.train(
                    spark,
                    config,
                    TrainingListener.ofRounds(
                        r -> {
                          throw new ConfigException("enough");
                        })))
        .isInstanceOf(ConfigException.class)
        .hasMessage("enough");
  }

  @Test
  void aNaNStopsTheRun() throws Exception {
    List<RoundResult> rounds = new ArrayList<>();
    assertThatThrownBy(
            () ->
                train(
                    config,
                    rounds,
                    sabotage(
                        "nan",
                        1,
                        1,
                        (deeds, graph) ->
                            graph.params().putScalar(graph.params().length() / 2, Float.NaN))))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("Worker 0")
        .hasMessageContaining("step 1")
        .hasMessageContaining("shards part-00000");
    assertThat(rounds).hasSize(1);
  }

  @Test
  void attemptsThatGetFurtherAreNotCountedAgainstTheWorker() throws Exception {
    TrainingHook[] hooks = new TrainingHook[4];
    for (int step = 0; step < hooks.length; step++) {
      hooks[step] = sabotage("fails-" + step, step, ATTEMPTS - (step % 2 == 0 ? 1 : 0), FAIL);
    }
    List<RoundResult> rounds = new ArrayList<>();
    Trained disturbed = train(config, rounds, hooks);
    Trained undisturbed = train(config.with("train.rounds=jobs"));
    assertThat(disturbed.lines()).isEqualTo(undisturbed.lines());
    new Evidence(
            1,
            "a crew of one fails at each step",
            "each of 4 steps throws, two of them as often as Spark tries a task; rounds start again",
            undisturbed.bits(),
            disturbed.bits())
        .requireEqual();
  }

  @Test
  void aWorkerThatFailsEachTimeEndsTheRunNamingHostAndShard() throws Exception {
    List<RoundResult> rounds = new ArrayList<>();
    assertThatThrownBy(() -> train(config, rounds, sabotage("broken", 1, 1000, FAIL)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Round 2 of epoch 1 failed for good")
        .hasMessageContaining("failed " + ATTEMPTS + " times")
        .hasMessageContaining(spark.getConf().get("spark.driver.host"))
        .hasMessageContaining("shards part-00000")
        .hasMessageContaining("broken on purpose");
    assertThat(rounds).hasSize(1);
  }

  @Test
  void isRefusedWhereItIsAskedForAndCannotBe() {
    assertThatThrownBy(() -> train(config.with("train.rounds=crew", "train.stragglers=drop")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.stragglers = drop");
  }

  private static final Sabotage.Deed FAIL =
      (deeds, graph) -> {
        throw new IllegalStateException("broken on purpose");
      };

  private static Trained train(LogoConfig set) {
    return train(set, new ArrayList<>());
  }

  private static Trained train(LogoConfig set, List<RoundResult> rounds, TrainingHook... hooks) {
    int before = jobs();
    TrainingState end =
        SmallTraining.train(spark, set, TrainingListener.ofRounds(rounds::add), hooks);
    return new Trained(hash(end), rounds, jobs() - before);
  }

  private static int jobs() {
    try {
      spark.sc().listenerBus().waitUntilEmpty(10_000);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
    return JOBS.get();
  }

  private static String hash(TrainingState state) {
    return Evidence.hash(state.parameters(), state.updater(), state.outer());
  }

  private static Sabotage sabotage(String name, long step, int times, Sabotage.Deed deed)
      throws Exception {
    return new Sabotage(Files.createDirectory(folder.resolve(name)).toString(), step, times, deed);
  }
}
