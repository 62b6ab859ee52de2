package org.logoformer.jobs.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.Exact;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.Stragglers;
import org.logoformer.jobs.Evidence;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Step;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.Averaging;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.state.FlatVector;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Nesterovs;

/** The same training with another worker slow each time. */
@Tag("alone")
class FinishingOrderTest {
  private static final int WORKERS = 3;
  private static final int SLOW_MILLIS = 150;
  private static final List<String> REFERENCES =
      IntStream.range(0, 22).mapToObj(Integer::toString).toList();
  private static final TrainingPlan PLAN = new TrainingPlan(5, 6, WORKERS, 2);
  private static final AveragingRules JOBS =
      new AveragingRules(
          Averaging.PLAIN, Exact.STRICT, Stragglers.WAIT, 3, TrainConfig.Rounds.JOBS);
  private static JavaSparkContext spark;

  /** Takes its time over some references. */
  private static final class SlowLoader implements MultiDataSetLoader {
    private static final long serialVersionUID = 1L;
    private final HashSet<String> slow;

    SlowLoader(Set<String> slow) {
      this.slow = new HashSet<>(slow);
    }

    @Override
    public MultiDataSet load(Source source) {
      if (slow.contains(source.getPath())) {
        try {
          Thread.sleep(SLOW_MILLIS);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return TinyGraph.example(source.getPath()).toMultiDataSet();
    }
  }

  @BeforeAll
  static void start() {
    SparkConf conf = new SparkConf().setMaster("local[" + WORKERS + "]").setAppName("test");
    spark = new JavaSparkContext(conf.set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void resultsAddUpInWorkerOrderWhateverOrderTasksFinishIn() throws TimeoutException {
    List<List<Integer>> orders = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    for (int slow = 0; slow < WORKERS; slow++) {
      List<Integer> order = new CopyOnWriteArrayList<>();
      hashes.add(train(slow, order));
      assertThat(order.get(WORKERS - 1)).as("the last to finish").isEqualTo(slow);
      orders.add(order.subList(0, WORKERS));
    }
    assertThat(orders).doesNotHaveDuplicates();
    for (int slow = 1; slow < WORKERS; slow++) {
      new Evidence(
              2,
              "worker %d finishes last instead of worker 0".formatted(slow),
              "finishing order %s instead of %s".formatted(orders.get(slow), orders.get(0)),
              hashes.get(0),
              hashes.get(slow))
          .requireEqual();
    }
  }

  @Test
  void aStragglerChangesNothing() throws TimeoutException {
    List<Integer> order = new CopyOnWriteArrayList<>();
    String undisturbed = train(-1, new CopyOnWriteArrayList<>());
    String disturbed = train(1, order);
    assertThat(order.get(WORKERS - 1)).isEqualTo(1);
    new Evidence(
            2,
            "a straggler",
            "each example of worker 1 takes %d ms, of the others about 1".formatted(SLOW_MILLIS),
            undisturbed,
            disturbed)
        .requireEqual();
  }

  /** One epoch in which one worker is slow in the first round. */
  private static String train(int slow, List<Integer> order) throws TimeoutException {
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskType().equals("ShuffleMapTask")) {
              order.add(end.taskInfo().index());
            }
          }
        };
    Set<String> references = new HashSet<>();
    EpochPlan plan = PLAN.epoch(0, REFERENCES);
    plan.round(0, PLAN.stepsPerRound(), 0).shares().stream()
        .filter(s -> s.worker() == slow)
        .flatMap(s -> s.steps().stream())
        .map(Step::references)
        .forEach(references::addAll);
    LogoTrainingMaster master =
        new LogoTrainingMaster(
            new MasterSettings(
                "order",
                PLAN,
                new RoundRules(5, Momentum.AVERAGE, 0),
                JOBS,
                null,
                MasterSettings.Start.BEGINNING,
                List.of()));
    ComputationGraph graph = TinyGraph.build(new Nesterovs(0.1, 0.9));
    spark.sc().addSparkListener(listener);
    new SparkComputationGraph(spark, graph, master)
        .fitPaths(spark.parallelize(REFERENCES, WORKERS), new SlowLoader(references));
    // Listeners are told a little later.
    spark.sc().listenerBus().waitUntilEmpty();
    spark.sc().removeSparkListener(listener);
    return Evidence.hash(
        FlatVector.copyOf(graph.params()),
        FlatVector.copyOf(graph.getUpdater().getStateViewArray()));
  }
}
