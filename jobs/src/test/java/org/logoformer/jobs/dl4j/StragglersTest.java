package org.logoformer.jobs.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.Exact;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.Stragglers;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.Averaging;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.round.WorkerReport;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

@Tag("alone")
class StragglersTest {
  private static final int WORKERS = 3;
  private static final int STEPS = 4;
  private static final TrainingPlan PLAN = new TrainingPlan(5, 2 * WORKERS, WORKERS, STEPS);
  private static final double FACTOR = 3;

  /** Two rounds. */
  private static final List<String> REFERENCES =
      IntStream.range(0, 2 * STEPS * PLAN.batch()).mapToObj(Integer::toString).toList();

  @Test
  void aStragglerIsDroppedAndTheRoundGoesOnWithTheOthers() {
    List<RoundResult> rounds = train(Stragglers.DROP, 2);
    assertThat(rounds).extracting(RoundResult::dropped).containsExactly(0, 1);
    List<WorkerReport> reports = rounds.get(1).reports();
    assertThat(reports).extracting(WorkerReport::late).containsExactly(false, false, true);
    assertThat(reports).extracting(WorkerReport::examples).containsExactly(8L, 8L, 0L);
    assertThat(rounds.get(1).state()).isNotEqualTo(train(Stragglers.WAIT).get(1).state());
  }

  @Test
  void waitingCountsTheStragglerToo() {
    List<RoundResult> rounds = train(Stragglers.WAIT, 2);
    assertThat(rounds).extracting(RoundResult::dropped).containsExactly(0, 0);
    assertThat(rounds.get(1).state()).isEqualTo(train(Stragglers.WAIT).get(1).state());
  }

  @Test
  void whenMostAreLateTheBoundWasWrongAndTheRoundIsTakenAgain() {
    List<RoundResult> rounds = train(Stragglers.DROP, 0, 1);
    assertThat(rounds).extracting(RoundResult::dropped).containsExactly(0, 0);
    assertThat(rounds.get(1).state()).isEqualTo(train(Stragglers.WAIT).get(1).state());
  }

  /** Rounds of an epoch in which some workers are slow in the second one. */
  private static List<RoundResult> train(Stragglers policy, int... slow) {
    List<RoundResult> rounds = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void roundDone(EpochPlan plan, RoundResult result) {
            rounds.add(result);
            SlowLoader.pauseBeyond(FACTOR, result.reports());
          }
        };
    AveragingRules rules =
        new AveragingRules(Averaging.PLAIN, Exact.STRICT, policy, FACTOR, TrainConfig.Rounds.AUTO);
    LogoTrainingMaster master =
        new LogoTrainingMaster(
            new MasterSettings(
                "stragglers",
                PLAN,
                new RoundRules(5, Momentum.AVERAGE, 0),
                rules,
                null,
                MasterSettings.Start.BEGINNING,
                List.of(listener)));
    SparkConf conf = new SparkConf().setMaster("local[3]").setAppName("stragglers");
    try (JavaSparkContext spark = new JavaSparkContext(conf.set("spark.ui.enabled", "false"))) {
      SlowLoader.PAUSED.clear();
      new SparkComputationGraph(spark, TinyGraph.build(new Sgd(0.1)), master)
          .fitPaths(
              spark.parallelize(REFERENCES, 1),
              new SlowLoader(new HashSet<>(firstOfSecondRound(slow))));
    }
    return rounds;
  }

  /** The first reference that each of these workers loads in the second round. */
  private static Set<String> firstOfSecondRound(int... workers) {
    var shares = PLAN.epoch(0, REFERENCES).round(1, STEPS, STEPS).shares();
    Set<String> first = new HashSet<>();
    IntStream.of(workers).forEach(w -> first.add(shares.get(w).steps().get(0).references().get(0)));
    return first;
  }

  /** Pauses when it loads certain references for the first time. */
  private record SlowLoader(Set<String> slow) implements MultiDataSetLoader {
    /** In this process, where the local executors are too. */
    static final Set<String> PAUSED = ConcurrentHashMap.newKeySet();

    private static volatile long pauseMillis;

    /** From now on pauses last longer than a bound that comes of these reports can be. */
    static void pauseBeyond(double factor, List<WorkerReport> reports) {
      long slowest = reports.stream().mapToLong(r -> r.times().busyNanos()).max().orElseThrow();
      pauseMillis = 1500 + (long) Math.ceil(factor * slowest / 1e6);
    }

    @Override
    public MultiDataSet load(Source source) {
      if (slow.contains(source.getPath()) && PAUSED.add(source.getPath())) {
        try {
          Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
          throw new IllegalStateException("Interrupted", e);
        }
      }
      return TinyGraph.example(source.getPath()).toMultiDataSet();
    }
  }
}
