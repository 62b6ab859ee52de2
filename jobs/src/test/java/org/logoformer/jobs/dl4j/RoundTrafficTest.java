package org.logoformer.jobs.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.junit.jupiter.api.Test;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundRules;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Nesterovs;

class RoundTrafficTest {
  private static final int WORKERS = 8;

  @Test
  void theDriverReceivesTheStateOnceWhateverTheNumberOfWorkers() {
    AtomicLong results = new AtomicLong();
    List<RoundResult> rounds = new ArrayList<>();
    ComputationGraph graph = wideGraph();
    long state = 4 * (graph.numParams() + graph.getUpdater().getStateViewArray().length());
    try (JavaSparkContext spark = spark()) {
      spark
          .sc()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                  if (end.taskType().equals("ResultTask")) {
                    results.addAndGet(end.taskMetrics().resultSize());
                  }
                }
              });
      SparkComputationGraph cluster = new SparkComputationGraph(spark, graph, master(rounds::add));
      cluster.fitPaths(spark.parallelize(references(), 1), new TinyGraph.Loader());
      // Closing the context waits until its listeners have heard of every task.
    }
    assertThat(rounds).hasSize(2);
    long perRound = results.get() / rounds.size();
    assertThat(perRound).as("by Spark's own count").isBetween(state, state * 11 / 10);
    for (RoundResult round : rounds) {
      assertThat(round.bytes().driver()).isBetween(state, perRound);
      assertThat(round.bytes().broadcast()).isBetween(state, state * 11 / 10);
      assertThat(round.bytes().shuffle()).isBetween(WORKERS * state, WORKERS * state * 11 / 10);
    }
  }

  @Test
  void theBreakdownAccountsForTheWholeRound() {
    List<RoundResult> rounds = new ArrayList<>();
    long began = System.nanoTime();
    try (JavaSparkContext spark = spark()) {
      new SparkComputationGraph(spark, wideGraph(), master(rounds::add))
          .fitPaths(spark.parallelize(references(), 1), new TinyGraph.Loader());
    }
    long elapsed = System.nanoTime() - began;
    assertThat(rounds.stream().mapToLong(r -> r.times().total()).sum()).isLessThan(elapsed);
    for (RoundResult round : rounds) {
      for (Phase phase :
          List.of(Phase.BROADCAST, Phase.COMPUTE, Phase.SCHEDULING, Phase.REDUCE, Phase.APPLY)) {
        assertThat(round.times().of(phase)).as(phase.label()).isPositive();
      }
      assertThat(round.times().nanos().values()).allMatch(time -> time > 0);
    }
  }

  /** About a quarter of a million parameters, momentum and running statistics. */
  private static ComputationGraph wideGraph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(11)
                .dataType(DataType.FLOAT)
                .updater(new Nesterovs(0.01, 0.9))
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(4))
                .addLayer("first", new DenseLayer.Builder().nOut(500).build(), "in")
                .addLayer("second", new DenseLayer.Builder().nOut(500).build(), "first")
                .addLayer("norm", new BatchNormalization(), "second")
                .addLayer("out", new OutputLayer.Builder().nOut(3).build(), "norm")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  private static LogoTrainingMaster master(java.util.function.Consumer<RoundResult> rounds) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void roundDone(EpochPlan plan, RoundResult result) {
            rounds.accept(result);
          }
        };
    return new LogoTrainingMaster(
        new MasterSettings(
            "traffic",
            new TrainingPlan(5, 2 * WORKERS, WORKERS, 1),
            new RoundRules(5, Momentum.AVERAGE, 2),
            AveragingRules.PLAIN,
            null,
            MasterSettings.Start.BEGINNING,
            List.of(listener)));
  }

  private static List<String> references() {
    return IntStream.range(0, 4 * WORKERS).mapToObj(Integer::toString).toList();
  }

  private static JavaSparkContext spark() {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("traffic")
            .set("spark.ui.enabled", "false"));
  }
}
