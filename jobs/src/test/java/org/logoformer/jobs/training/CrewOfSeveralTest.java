package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.state.TrainingState;

/** Crews of several workers in one process, beside a Spark job for each round. */
class CrewOfSeveralTest {
  @TempDir static Path folder;
  private static JavaSparkContext spark;
  private static LogoConfig config;

  @BeforeAll
  static void start() {
    SparkConf conf = new SparkConf().setMaster("local[4]").setAppName("test");
    spark = new JavaSparkContext(conf.set("spark.ui.enabled", "false"));
    config = SmallTraining.config("data.shards=" + SmallTraining.shards(folder), "train.epochs=2");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /** The 16 clips make uneven last rounds, and rounds in which a worker has none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.workers=2",
        "train.workers=2,train.momentum=reset,train.outer.kind=none",
        "train.workers=3,train.batch=5,train.averaging-frequency=2",
        "train.workers=4,train.batch=5,train.post-local-epochs=1,train.averaging-frequency=3"
      })
  void hasTheBitsAndTheReportsOfJobs(String settings) {
    LogoConfig set = config.with(settings.split(","));
    SmallTraining.Outcome jobs = SmallTraining.train(spark, set.with("train.rounds=jobs"));
    SmallTraining.Outcome crew = crew(set);
    assertThat(crew.hash()).isEqualTo(jobs.hash());
    assertThat(lines(crew)).isEqualTo(lines(jobs));
    assertThat(crew.rounds().get(0).state().parameters().length()).as("its state").isZero();
  }

  private static SmallTraining.Outcome crew(LogoConfig set) {
    List<RoundResult> rounds = new ArrayList<>();
    TrainingState end =
        SmallTraining.train(
            spark, set.with("train.rounds=crew"), TrainingListener.ofRounds(rounds::add));
    return new SmallTraining.Outcome(end, rounds);
  }

  private static String lines(SmallTraining.Outcome outcome) {
    return outcome.rounds().stream()
        .map(
            r ->
                "%s loss %s of %d, examples and probes %s"
                    .formatted(
                        r.state().position(),
                        r.loss(),
                        r.examples(),
                        r.reports().stream()
                            .map(w -> w.worker() + " " + w.examples() + " " + w.probe())
                            .toList()))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void isRefusedWithFewerSlotsThanWorkers() {
    LogoConfig five = config.with("train.rounds=crew", "train.workers=5");
    assertThatThrownBy(() -> SmallTraining.train(spark, five))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.workers = 5, and spark.master = local[4] has 4 slots");
  }

  /** Four slots, and three workers each: the crews take turns, in two jobs each. */
  @Test
  void crewsThatCannotTrainSideBySideDoNotWaitForEver() throws Exception {
    LogoConfig three = config.with("train.workers=3");
    SmallTraining.Outcome alone = crew(three);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<SmallTraining.Outcome> one = threads.submit(() -> crew(three.with("run.name=one")));
      Future<SmallTraining.Outcome> other =
          threads.submit(() -> crew(three.with("run.name=other")));
      for (SmallTraining.Outcome outcome :
          List.of(one.get(2, TimeUnit.MINUTES), other.get(2, TimeUnit.MINUTES))) {
        assertThat(outcome.hash()).isEqualTo(alone.hash());
        assertThat(outcome.rounds().get(0).state().size()).as("of a crew").isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
