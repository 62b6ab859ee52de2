package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.kernels.ShortFactors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The fixture with products of bfloat16. A ReLU input near zero flips when it is rounded, and with
 * it one of the few gradients of a small network: gradients are compared by their direction.
 */
class ShortFactorsParityTest {
  private static final Fixture TINY = Fixture.of("tiny");

  @BeforeAll
  static void onlyOnCpusWithSuchProducts() {
    assumeThat(ShortFactors.areServed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bf16", "bf16-math"})
  void evaluationIsNearTheExactOne(String precision) {
    try (SamGraph graph = graph(precision, 0)) {
      INDArray logits = NetworkGraph.logits(graph, TINY.clips(0, DataType.FLOAT));
      assertThat(distance(logits, TINY.expected("eval.logits"))).isBetween(1e-4, 3e-2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bf16", "bf16-math"})
  void gradientsPointWhereTheExactOnesPoint(String precision) {
    try (SamGraph graph = graph(precision, 0)) {
      graph.setInputs(TINY.clips(0, DataType.FLOAT));
      graph.setLabels(TINY.labels(0, DataType.FLOAT));
      graph.computeGradientAndScore();
      double loss = TINY.expected("train.loss").getDouble(0);
      assertThat(graph.score()).isBetween(0.99 * loss, 1.01 * loss);
      Map<String, INDArray> gradients = NetworkGraph.gradients(graph);
      SoftAssertions softly = new SoftAssertions();
      TINY.group("train.grad.")
          .forEach(
              (name, exact) ->
                  softly
                      .assertThat(cosine(gradients.get(name), exact))
                      .as(name)
                      .isGreaterThan(0.9));
      softly.assertAll();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bf16", "bf16-math"})
  void stepsFollowTheExactOnesAndHaveTheSameBitsEachTime(String precision) {
    double[] losses = losses(precision);
    double[] exact = TINY.expected("sam3.losses").toDoubleVector();
    for (int i = 0; i < exact.length; i++) {
      assertThat(Math.abs(losses[i] / exact[i] - 1)).as("loss " + i).isLessThan(0.05);
    }
    assertThat(losses(precision)).isEqualTo(losses);
  }

  private static double[] losses(String precision) {
    double[] losses = new double[3];
    try (SamGraph graph = graph(precision, 0.05)) {
      for (int i = 0; i < losses.length; i++) {
        graph.fit(new DataSet(TINY.clips(i, DataType.FLOAT), TINY.labels(i, DataType.FLOAT)));
        losses[i] = graph.score();
      }
    }
    return losses;
  }

  private static SamGraph graph(String precision, double rho) {
    SamGraph graph =
        NetworkGraph.build(
            LogoConfig.load(
                List.of(),
                List.of(
                    "model.preset=tiny",
                    "train.precision=" + precision,
                    "optimiser.lr=0.01",
                    "optimiser.weight-decay=0.1",
                    "optimiser.sam.rho=" + rho)));
    NetworkGraph.named(graph).forEach((name, array) -> array.assign(TINY.weights().get(name)));
    return graph;
  }

  /** max|a-b| / max|expected|. */
  private static double distance(INDArray actual, INDArray expected) {
    INDArray difference = actual.castTo(DataType.DOUBLE).sub(expected);
    return difference.amaxNumber().doubleValue() / expected.amaxNumber().doubleValue();
  }

  private static double cosine(INDArray actual, INDArray expected) {
    return Transforms.cosineSim(
        Nd4j.toFlattened(actual.castTo(DataType.DOUBLE)), Nd4j.toFlattened(expected));
  }
}
