package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.Exact;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.Stragglers;
import org.logoformer.jobs.dl4j.LogoTrainingMaster;
import org.logoformer.jobs.dl4j.MasterSettings;
import org.logoformer.jobs.dl4j.TinyGraph;
import org.logoformer.jobs.rounds.ResultLimit;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.Averaging;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.learning.config.Nesterovs;

/** The limit that is asked for, against what Spark counts of real rounds. */
class ResultLimitTest {
  private static final String KEY = "spark.driver.maxResultSize";

  /** The state of a crew is no task result. */
  private static final AveragingRules JOBS =
      new AveragingRules(
          Averaging.PLAIN, Exact.STRICT, Stragglers.WAIT, 3, TrainConfig.Rounds.JOBS);

  /** Task results of less and of more than 1 MiB, where Spark begins to count otherwise. */
  @ParameterizedTest
  @CsvSource({"5, AVERAGE", "20000, AVERAGE", "120000, AVERAGE", "120000, RESET"})
  void theLimitThatIsAskedForIsWhatSparkCounts(int hidden, Momentum momentum) {
    Counted counted = new Counted();
    try (JavaSparkContext spark = spark("1g")) {
      spark.sc().addSparkListener(counted);
      fit(spark, hidden, momentum);
    }
    long needed = needed(hidden, momentum);
    assertThat(needed).isBetween(counted.most(), counted.most() * 101 / 100 + 5_000);
    try (JavaSparkContext spark = spark(Long.toString(needed))) {
      fit(spark, hidden, momentum);
    }
  }

  private static long needed(int hidden, Momentum momentum) {
    TrainingState start = TrainingState.of(graph(hidden), Position.START);
    return ResultLimit.Sent.of(start, momentum, List.of(), 2).counted();
  }

  private static ComputationGraph graph(int hidden) {
    return TinyGraph.build(new Nesterovs(0.1, 0.9), hidden);
  }

  private static void fit(JavaSparkContext spark, int hidden, Momentum momentum) {
    RoundRules rules = new RoundRules(5, momentum, 1);
    LogoTrainingMaster master =
        new LogoTrainingMaster(
            new MasterSettings(
                "jobs",
                new TrainingPlan(5, 4, 2, 1),
                rules,
                JOBS,
                null,
                MasterSettings.Start.BEGINNING,
                List.of()));
    new SparkComputationGraph(spark, graph(hidden), master)
        .fitPaths(spark.parallelize(List.of("0", "1", "2", "3")), new TinyGraph.Loader());
  }

  private static JavaSparkContext spark(String limit) {
    return SmallTraining.local(new SparkConf().set(KEY, limit));
  }

  /** What Spark counts against the limit, which is per stage. */
  private static final class Counted extends SparkListener {
    private final Map<Integer, Long> stages = new ConcurrentHashMap<>();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      stages.merge(end.stageId(), end.taskMetrics().resultSize(), Long::sum);
    }

    long most() {
      return stages.values().stream().mapToLong(Long::longValue).max().orElseThrow();
    }
  }
}
