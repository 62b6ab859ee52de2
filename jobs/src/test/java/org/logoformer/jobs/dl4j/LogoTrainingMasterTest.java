package org.logoformer.jobs.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.Evidence;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.state.FlatVector;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

class LogoTrainingMasterTest {
  private static final int EXAMPLES = 22;
  private static final int BATCH = 4;
  private static final RoundRules RULES = new RoundRules(5, Momentum.AVERAGE, 2);

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void oneWorkerEqualsALocalFitToTheLastBit(int averagingFrequency) {
    try (JavaSparkContext spark = spark(new SparkConf())) {
      ComputationGraph local = TinyGraph.build(new Adam(0.01));
      List<DataSet> examples = TinyGraph.examples(EXAMPLES);
      for (int epoch = 0; epoch < 2; epoch++) {
        EpochPlan plan = EpochPlan.of(5, epoch, references(), BATCH, 1);
        for (int r = 0; r < plan.rounds(1); r++) {
          List<DataSet> batch =
              plan.round(r, 1, 0).shares().get(0).steps().get(0).references().stream()
                  .map(i -> examples.get(Integer.parseInt(i)))
                  .toList();
          local.fit(DataSet.merge(batch));
        }
        local.incrementEpochCount();
      }
      ComputationGraph onSpark = fit(spark, new Adam(0.01), 1, averagingFrequency);
      assertThat(parameters(onSpark)).isEqualTo(parameters(local));
      assertThat(updater(onSpark)).isEqualTo(updater(local));
      assertThat(onSpark.getEpochCount()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void plainSgdAveragedAfterEachStepIsOneStepOnTheJointBatch(int workers) {
    try (JavaSparkContext spark = spark(new SparkConf())) {
      double[] joint = parameters(fit(spark, new Sgd(0.1), 1, 1)).toDoubles();
      double[] averaged = parameters(fit(spark, new Sgd(0.1), workers, 1)).toDoubles();
      for (int i = 0; i < joint.length; i++) {
        assertThat(averaged[i]).isEqualTo(joint[i], within(1e-6));
      }
    }
  }

  @Test
  void entriesOfEveryKindTrainAlikeAndKryoChangesNothing() {
    FlatVector fromDataSets;
    try (JavaSparkContext spark = spark(new SparkConf())) {
      fromDataSets = parameters(fit(spark, new Nesterovs(0.1, 0.9), 3, 2));
      assertThat(parameters(fit(spark, new Nesterovs(0.1, 0.9), 3, 2))).isEqualTo(fromDataSets);
      assertThat(parameters(fitMultiDataSets(spark, 3, 2))).isEqualTo(fromDataSets);
      assertThat(parameters(fitPaths(spark, 3, 2))).isEqualTo(fromDataSets);
    }
    SparkConf kryo =
        new SparkConf()
            .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .set("spark.kryo.registrator", "org.nd4j.kryo.Nd4jRegistrator");
    try (JavaSparkContext spark = spark(kryo)) {
      assertThat(parameters(fitPaths(spark, 3, 2))).isEqualTo(fromDataSets);
      assertThat(parameters(fit(spark, new Nesterovs(0.1, 0.9), 3, 2))).isEqualTo(fromDataSets);
    }
  }

  @Test
  void aWorkerThatDivergesIsNamedAndTheGraphStaysAsItWas() {
    try (JavaSparkContext spark = spark(new SparkConf())) {
      ComputationGraph graph = TinyGraph.build(new Sgd(0.1));
      List<DataSet> examples = TinyGraph.examples(EXAMPLES);
      examples.get(7).getFeatures().assign(Double.NaN);
      FlatVector before = parameters(graph);
      SparkComputationGraph cluster = new SparkComputationGraph(spark, graph, master(2, 100));
      assertThatThrownBy(() -> cluster.fit(spark.parallelize(examples)))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("Worker ")
          .hasMessageContaining("step ")
          .hasMessageContaining("7");
      assertThat(parameters(graph)).isEqualTo(before);
    }
  }

  @Test
  void aDriverThatCannotReceiveTheStateIsRefusedWithTheNumberToSet() {
    try (JavaSparkContext spark = spark(new SparkConf().set("spark.driver.maxResultSize", "1k"))) {
      SparkComputationGraph cluster =
          new SparkComputationGraph(spark, TinyGraph.build(new Sgd(0.1)), master(2, 1));
      List<DataSet> examples = TinyGraph.examples(4);
      assertThatThrownBy(
              () ->
                  cluster.fitPaths(
                      spark.parallelize(references().subList(0, examples.size())),
                      new TinyGraph.Loader()))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("spark.driver.maxResultSize")
          .hasMessageContaining("=1m");
      assertThat(cluster.getNetwork().getConfiguration().getIterationCount()).isZero();
    }
    try (JavaSparkContext spark = spark(new SparkConf().set("spark.driver.maxResultSize", "1m"))) {
      assertThat(fit(spark, new Sgd(0.1), 2, 1).getEpochCount()).isEqualTo(2);
    }
    new Evidence(
            8,
            "the driver may not receive what a round sends",
            "spark.driver.maxResultSize = 1k",
            "two epochs with 1m, the number that the error gives",
            "refused before the first step, naming the key and 1m")
        .held();
  }

  @Test
  void multiLayerNetworksAreRefused() {
    SparkDl4jMultiLayer none = null;
    JavaRDD<DataSet> data = null;
    assertThatThrownBy(() -> master(1, 1).executeTraining(none, data))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("ComputationGraph");
  }

  private static ComputationGraph fit(
      JavaSparkContext spark, IUpdater updater, int workers, int averagingFrequency) {
    SparkComputationGraph cluster =
        new SparkComputationGraph(
            spark, TinyGraph.build(updater), master(workers, averagingFrequency));
    for (int epoch = 0; epoch < 2; epoch++) {
      cluster.fit(spark.parallelize(TinyGraph.examples(EXAMPLES), 3));
    }
    return cluster.getNetwork();
  }

  private static ComputationGraph fitMultiDataSets(
      JavaSparkContext spark, int workers, int averagingFrequency) {
    SparkComputationGraph cluster =
        new SparkComputationGraph(
            spark, TinyGraph.build(new Nesterovs(0.1, 0.9)), master(workers, averagingFrequency));
    List<MultiDataSet> examples = new ArrayList<>();
    TinyGraph.examples(EXAMPLES).forEach(d -> examples.add(d.toMultiDataSet()));
    for (int epoch = 0; epoch < 2; epoch++) {
      cluster.fitMultiDataSet(spark.parallelize(examples, 3));
    }
    return cluster.getNetwork();
  }

  private static ComputationGraph fitPaths(
      JavaSparkContext spark, int workers, int averagingFrequency) {
    SparkComputationGraph cluster =
        new SparkComputationGraph(
            spark, TinyGraph.build(new Nesterovs(0.1, 0.9)), master(workers, averagingFrequency));
    for (int epoch = 0; epoch < 2; epoch++) {
      cluster.fitPaths(spark.parallelize(references(), 3), new TinyGraph.Loader());
    }
    return cluster.getNetwork();
  }

  private static LogoTrainingMaster master(int workers, int averagingFrequency) {
    return new LogoTrainingMaster(
        MasterSettings.plain(new TrainingPlan(5, BATCH, workers, averagingFrequency), RULES));
  }

  private static List<String> references() {
    return IntStream.range(0, EXAMPLES).mapToObj(Integer::toString).toList();
  }

  private static FlatVector parameters(ComputationGraph graph) {
    return FlatVector.copyOf(graph.params());
  }

  private static FlatVector updater(ComputationGraph graph) {
    return FlatVector.copyOf(graph.getUpdater().getStateViewArray());
  }

  private static JavaSparkContext spark(SparkConf conf) {
    return new JavaSparkContext(
        conf.setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"));
  }
}
