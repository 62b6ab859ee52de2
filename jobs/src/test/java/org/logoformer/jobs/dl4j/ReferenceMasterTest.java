package org.logoformer.jobs.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Step;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.state.FlatVector;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Ours beside dl4j-spark's own master, where both mean the same: one worker, no BatchNorm. */
class ReferenceMasterTest {
  private static final int BATCH = 4;
  private static final int STEPS_PER_ROUND = 3;
  private static final TrainingPlan PLAN = new TrainingPlan(5, BATCH, 1, STEPS_PER_ROUND);

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("reference")
                .set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /**
   * Updaters and rounds. Adam for one only: it goes by the iteration count, with which the workers
   * of the other master begin at 0 in every round, because a cloned configuration does not have it.
   */
  static Stream<Arguments> trainings() {
    return Stream.of(
        Arguments.of(new Sgd(0.1), 2),
        Arguments.of(new Nesterovs(0.1, 0.9), 2),
        Arguments.of(new Adam(0.01), 1));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void oneWorkerEndsAtTheSameBitsUnderEitherMaster(IUpdater updater, int rounds) {
    List<String> references =
        IntStream.range(0, BATCH * STEPS_PER_ROUND * rounds).mapToObj(Integer::toString).toList();
    EpochPlan plan = PLAN.epoch(0, references);
    ComputationGraph ours = TinyGraph.build(updater);
    LogoTrainingMaster master =
        new LogoTrainingMaster(MasterSettings.plain(PLAN, new RoundRules(5, Momentum.AVERAGE, 2)));
    new SparkComputationGraph(spark, ours, master)
        .fitPaths(spark.parallelize(references, 1), new TinyGraph.Loader());

    SparkComputationGraph theirs =
        new SparkComputationGraph(spark, TinyGraph.build(updater), reference());
    for (int round = 0; round < rounds; round++) {
      theirs.fit(spark.parallelize(examples(plan, round), 1));
    }

    assertThat(FlatVector.copyOf(theirs.getNetwork().params()))
        .isEqualTo(FlatVector.copyOf(ours.params()));
    assertThat(FlatVector.copyOf(theirs.getNetwork().getUpdater().getStateViewArray()))
        .isEqualTo(FlatVector.copyOf(ours.getUpdater().getStateViewArray()));
    assertThat(master.position().rounds()).isEqualTo(rounds);
  }

  /** One call is one round: more in a call it would divide at random. */
  private static ParameterAveragingTrainingMaster reference() {
    return new ParameterAveragingTrainingMaster.Builder(1, 1)
        .batchSizePerWorker(BATCH)
        .averagingFrequency(STEPS_PER_ROUND)
        .workerPrefetchNumBatches(0)
        .saveUpdater(true)
        .rddTrainingApproach(RDDTrainingApproach.Direct)
        .repartionData(Repartition.Never)
        .build();
  }

  /** What our plan trains on in a round, in its order. */
  private static List<DataSet> examples(EpochPlan plan, int round) {
    return plan.round(round, STEPS_PER_ROUND, 0).shares().get(0).steps().stream()
        .map(Step::references)
        .flatMap(List::stream)
        .map(TinyGraph::example)
        .toList();
  }
}
