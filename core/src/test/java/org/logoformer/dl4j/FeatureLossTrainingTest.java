package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.Evidence;
import org.logoformer.config.LogoConfig;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Role;
import org.logoformer.random.Keyed;
import org.logoformer.tensor.nd4j.NdArrays;
import org.logoformer.train.state.FlatVector;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Networks that are trained for a loss that reads their features. */
class FeatureLossTrainingTest {
  private static final String CENTERS = "loss.centers";
  private static final String CENTER = "loss.center.weight=0.5";
  private static final String SAM = "optimiser.sam.rho=0.05";
  private static final String SGD = "optimiser.sam.rho=0";

  @ParameterizedTest
  @CsvSource({"logo-former, 0.5, 0, 1", "logo-former, 0, 2, 1", "r3d-18, 0.5, 2, 6"})
  void theWholeNetworkHasTheGradientsOfItsDifferences(
      String name, String center, String ec, int stride) {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "train.precision=f64",
                SGD,
                "loss.center.weight=" + center,
                "loss.ec.weight=" + ec,
                "loss.ec.epsilon=0.01"));
    if (!name.equals("logo-former")) {
      keys.addAll(List.of("model.name=" + name, "model.r3d-18.width=2", "model.frames=2"));
    }
    try (SamGraph graph = graph(name, keys)) {
      spreadCenters(graph);
      DataSet batch = batch(3, DataType.DOUBLE);
      INDArray start = graph.params().dup();
      Smallest.gradient(graph, batch);
      INDArray gradient = graph.trained(graph.getGradientsViewArray()).dup();
      INDArray w = graph.trained(graph.params());
      double scale = Math.max(1e-2, gradient.amaxNumber().doubleValue());
      List<Parameter> trained =
          NetworkGraph.layout(graph).parameters().stream().filter(Parameter::trainable).toList();
      for (int index = 0; index < trained.size(); index += stride) {
        Parameter p = trained.get(index);
        long i = p.offset() + Keyed.of(4, p.name()).nextInt((int) p.length());
        double step = 1e-6;
        double above = score(graph, start, w, i, step, batch);
        double below = score(graph, start, w, i, -step, batch);
        assertThat(gradient.getDouble(i))
            .as(p.name())
            .isCloseTo((above - below) / (2 * step), within(1e-6 * scale));
      }
    }
  }

  private static double score(
      SamGraph graph, INDArray start, INDArray w, long i, double step, DataSet batch) {
    graph.params().assign(start);
    w.putScalar(i, w.getDouble(i) + step);
    Smallest.gradient(graph, batch);
    return graph.score();
  }

  private static SamGraph graph(String name, List<String> keys) {
    if (name.equals("logo-former")) {
      return Smallest.graph(keys.toArray(String[]::new));
    }
    List<String> all =
        new ArrayList<>(List.of("model.preset=tiny", "model.size=32", "train.kernels=nd4j"));
    all.addAll(keys);
    return NetworkGraph.build(LogoConfig.load(List.of(), all));
  }

  /** A step in lanes is one on the whole batch. */
  @ParameterizedTest
  @ValueSource(strings = {CENTER, "loss.ec.weight=2"})
  void lanesGiveTheGradientsOfOne(String loss) {
    INDArray expected = gradients(1, loss);
    INDArray actual = gradients(2, loss);
    assertThat(actual.sub(expected).norm2Number().doubleValue())
        .isLessThan(1e-4 * expected.norm2Number().doubleValue());
    assertThat(gradients(2, "loss.ec.weight=0").sub(expected).norm2Number().doubleValue())
        .isGreaterThan(1e-2 * expected.norm2Number().doubleValue());
  }

  private static INDArray gradients(int threads, String loss) {
    try (SamGraph graph =
        Smallest.graph(SGD, loss, "train.kernels=onednn", "train.threads=" + threads)) {
      spreadCenters(graph);
      Smallest.gradient(graph, Smallest.batch(0, 4));
      return graph.trained(graph.getGradientsViewArray()).dup();
    }
  }

  @Test
  void nobodyButTheLossSeesFeatures() {
    try (SamGraph graph = Smallest.graph(SAM, CENTER)) {
      DataSet batch = Smallest.batch(0, 2);
      graph.fit(batch);
      INDArray clips = batch.getFeatures();
      assertThat(NetworkGraph.logits(graph, clips).shape()).containsExactly(2, 7);
      assertThat(graph.output(true, clips)[0].shape()).containsExactly(2, 7);
      assertThat(graph.output(clips)[0].shape()).containsExactly(2, 7);
    }
  }

  @Test
  void centersAreNeitherTrainedNorPerturbedAndLieBehindTheRest() {
    try (SamGraph graph = Smallest.graph(SAM, CENTER);
        SamGraph plain = Smallest.graph(SAM)) {
      List<Parameter> parameters = NetworkGraph.layout(graph).parameters();
      Parameter centers = parameters.get(parameters.size() - 1);
      assertThat(centers.name()).isEqualTo(CENTERS);
      assertThat(centers.role()).isEqualTo(Role.AVERAGED);
      assertThat(centers.shape()).containsExactly(7, 8);
      assertThat(parameters.subList(0, parameters.size() - 1))
          .usingRecursiveComparison()
          .isEqualTo(NetworkGraph.layout(plain).parameters());
      graph.fit(Smallest.batch(0, 2));
      assertThat(graph.getUpdater(true).getStateViewArray().length())
          .isEqualTo(NetworkGraph.layout(plain).trainableLength());
    }
  }

  @Test
  void aTermOfNoWeightChangesNoBit() {
    try (SamGraph with = Smallest.graph(SAM, "loss.center.weight=1.0e-300");
        SamGraph without = Smallest.graph(SAM)) {
      for (int step = 0; step < 2; step++) {
        with.fit(Smallest.batch(step, 2));
        without.fit(Smallest.batch(step, 2));
      }
      assertThat(with.trained(with.params())).isEqualTo(without.trained(without.params()));
    }
  }

  @Test
  void centersMoveOnceAStepByItsFirstPass() {
    try (SamGraph sam = Smallest.graph(SAM, CENTER);
        SamGraph sgd = Smallest.graph(SGD, CENTER)) {
      DataSet batch = Smallest.batch(0, 3);
      Smallest.gradient(sgd, batch);
      INDArray features = sgd.network().features().dup();
      Smallest.gradient(sam, batch);
      INDArray moved = NetworkGraph.named(sam).get(CENTERS);
      assertThat(moved).isEqualTo(NetworkGraph.named(sgd).get(CENTERS));
      INDArray expected = Nd4j.zeros(moved.dataType(), moved.shape());
      for (int j = 0; j < 7; j++) {
        int clips = 0;
        INDArray sum = Nd4j.zeros(moved.dataType(), 8);
        for (int b = 0; b < 3; b++) {
          if (batch.getLabels().getDouble(b, j) == 1) {
            sum.addi(features.getRow(b));
            clips++;
          }
        }
        expected.getRow(j).assign(sum.mul(0.5 / (1 + clips)));
      }
      assertThat(moved.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-6);
      assertThat(moved.amaxNumber().doubleValue()).isPositive();
    }
  }

  @Test
  void bothPassesAreMeasuredFromTheSameCenters() {
    try (SamGraph sam = Smallest.graph(SAM, CENTER);
        SamGraph there = Smallest.graph(SGD, CENTER)) {
      spreadCenters(sam);
      DataSet batch = Smallest.batch(0, 2);
      there.params().assign(sam.params());
      Smallest.gradient(there, batch);
      INDArray g = there.trained(there.getGradientsViewArray()).dup();
      // Where the second pass of SAM is, with the centers of the first.
      there.params().assign(sam.params());
      Ascent.climb(
          there.vectors(),
          NdArrays.tensor(there.trained(there.params())),
          NdArrays.tensor(g),
          0.05);
      Smallest.gradient(there, batch);
      Smallest.gradient(sam, batch);
      new Evidence(
              10,
              "gradient of SAM's second pass with center loss",
              "centers move in the same step",
              hash(there.trained(there.getGradientsViewArray())),
              hash(sam.trained(sam.getGradientsViewArray())))
          .requireEqual();
    }
  }

  @Test
  void aGraphRebuiltFromJsonParametersAndUpdaterStateGoesOnBitForBit() {
    try (SamGraph straight = Smallest.graph(SAM, CENTER, "loss.ec.weight=0.1")) {
      straight.fit(Smallest.batch(0, 2));
      ComputationGraphConfiguration read =
          ComputationGraphConfiguration.fromJson(straight.getConfiguration().toJson());
      try (SamGraph rebuilt =
          NetworkGraph.restore(
              read, straight.params().dup(), straight.getUpdater().getStateViewArray().dup())) {
        for (int i = 1; i < 3; i++) {
          straight.fit(Smallest.batch(i, 2));
          rebuilt.fit(Smallest.batch(i, 2));
        }
        assertThat(rebuilt.params()).isEqualTo(straight.params());
        assertThat(rebuilt.score()).isEqualTo(straight.score());
      }
    }
  }

  private static String hash(INDArray values) {
    return Evidence.hash(FlatVector.copyOf(values.dup()));
  }

  private static DataSet batch(int clips, DataType type) {
    DataSet batch = Smallest.batch(0, clips);
    return new DataSet(batch.getFeatures().castTo(type), batch.getLabels().castTo(type));
  }

  private static void spreadCenters(SamGraph graph) {
    Map<String, INDArray> named = NetworkGraph.named(graph);
    if (named.containsKey(CENTERS)) {
      INDArray centers = named.get(CENTERS);
      Keyed draws = Keyed.of(5, "centers");
      for (long i = 0; i < centers.length(); i++) {
        centers.putScalar(i, draws.nextGaussian());
      }
    }
  }
}
