package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.logoformer.jobs.training.ExecutorFaultsTest.sabotage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.deeplearning4j.spark.api.TrainingHook;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.Evidence;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.state.TrainingState;

/** Faults under a crew of two, which has an executor for each. */
abstract class CrewFaults {
  /** As many as kills; more of them for a longer look: {@code -Dlogoformer.test.kills=20}. */
  private static final int EPOCHS = Integer.getInteger("logoformer.test.kills", 3);

  /** Of an epoch. */
  private static final int ROUNDS = 8;

  private static final long SEED = 17;

  private static LogoConfig config;
  private static SmallTraining.Outcome undisturbed;

  @BeforeAll
  static void trainByJobs() {
    config =
        ExecutorFaultsTest.config("train.batch=2", "train.epochs=" + EPOCHS, "train.rounds=crew");
    undisturbed = SmallTraining.train(ExecutorFaultsTest.spark(), config.with("train.rounds=jobs"));
    assertThat(undisturbed.rounds()).hasSize(EPOCHS * ROUNDS);
  }

  @Test
  void hasTheBitsOfJobs() {
    SmallTraining.Outcome crew = train(config);
    requireEqual("a crew of two", "no fault; two executors, eight rounds in each job", crew);
  }

  @Test
  void executorsKilledAtRandomMomentsChangeNothing() {
    Random random = new Random(SEED);
    AtomicInteger lost = new AtomicInteger();
    ExecutorFaultsTest.spark()
        .sc()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
                lost.incrementAndGet();
              }
            });
    List<String> moments = new ArrayList<>();
    TrainingHook[] kills = new TrainingHook[EPOCHS];
    for (int i = 0; i < EPOCHS; i++) {
      int step = ROUNDS * i + random.nextInt(ROUNDS - 1);
      int millis = random.nextInt(80);
      kills[i] = sabotage("crew-kill-" + i, step, 1, kill(millis));
      moments.add("%d + %d ms".formatted(step + 1, millis));
    }
    SmallTraining.Outcome disturbed = train(config, kills);
    await(lost);
    assertThat(lost.get()).as("executors lost").isEqualTo(EPOCHS);
    requireEqual(
        "executors of a crew of two killed %d times".formatted(EPOCHS),
        "SIGKILL after the beginning of steps %s".formatted(moments),
        disturbed);
  }

  @Test
  void aWorkerThatHangsIsGivenUpAndTheRoundsStartAgain() {
    SmallTraining.Outcome disturbed =
        train(config.with("train.step-timeout=15"), sabotage("crew-hang", 11, 1, HANG));
    requireEqual("a worker of a crew of two hangs", "step 12 sleeps for ever", disturbed);
    assertThat(disturbed.rounds().stream().filter(r -> r.lost() > 0))
        .as("the round that an attempt was lost in")
        .singleElement()
        .satisfies(r -> assertThat(r.lost()).isEqualTo(1))
        .isSameAs(disturbed.rounds().get(11));
  }

  @Test
  void aWorkerThatFailsEachTimeEndsTheRunNamingHostAndShard() {
    List<RoundResult> rounds = new ArrayList<>();
    assertThatThrownBy(() -> train(config, rounds, sabotage("crew-broken", 10, 1000, FAIL)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Round 3 of epoch 2 failed for good")
        .hasMessageContaining("127.0.0.")
        .hasMessageContaining("shards part-00000")
        .hasMessageContaining("broken on purpose");
    assertThat(rounds).hasSize(10);
  }

  /** Spark tells its listeners a little later. */
  private static void await(AtomicInteger lost) {
    for (int i = 0; i < 100 && lost.get() < EPOCHS; i++) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
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
        .hasSize(EPOCHS);
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
        SmallTraining.train(
            ExecutorFaultsTest.spark(), set, TrainingListener.ofRounds(rounds::add), hooks);
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
}
