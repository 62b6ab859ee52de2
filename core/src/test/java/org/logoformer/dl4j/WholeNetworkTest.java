package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.random.Keyed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A training step of the networks that people train, not of small ones: on both engines alike. */
class WholeNetworkTest {

  @ParameterizedTest
  @ValueSource(strings = {"paper", "author"})
  void aStepOnNd4jIsThatOnOneDnn(String preset) {
    try (SamGraph fast = graph(preset, "onednn", "f32");
        SamGraph portable = graph(preset, "nd4j", "f32")) {
      double expected = step(fast, DataType.FLOAT);
      assertThat(step(portable, DataType.FLOAT)).isCloseTo(expected, withinShare(expected, 1e-4));
      Map<String, INDArray> gradients = NetworkGraph.gradients(portable);
      NetworkGraph.gradients(fast)
          .forEach((name, wanted) -> assertClose(name, gradients.get(name), wanted));
    }
  }

  @Test
  void paperTrainsInDoublePrecision() {
    try (SamGraph fast = graph("paper", "onednn", "f32");
        SamGraph exact = graph("paper", "nd4j", "f64")) {
      double expected = step(fast, DataType.FLOAT);
      assertThat(step(exact, DataType.DOUBLE)).isCloseTo(expected, withinShare(expected, 1e-4));
    }
  }

  private static Offset<Double> withinShare(double of, double share) {
    return within(share * Math.abs(of));
  }

  /** The loss of one clip, whose gradient stays in the graph. */
  private static double step(SamGraph graph, DataType type) {
    Keyed draws = Keyed.of(3, "clip");
    float[] pixels = new float[16 * 112 * 112 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) draws.nextDouble();
    }
    INDArray clip = Nd4j.createFromArray(pixels).reshape(1, 16, 112, 112, 3).castTo(type);
    INDArray label = Nd4j.zeros(type, 1, 7);
    label.putScalar(0, 2, 1);
    Smallest.gradient(graph, new DataSet(clip, label));
    return graph.score();
  }

  /** In the norm of the whole: a ReLU input within rounding of zero may flip single elements. */
  private static void assertClose(String name, INDArray actual, INDArray wanted) {
    double error = actual.sub(wanted).norm2Number().doubleValue();
    assertThat(error).as(name).isLessThan(1e-2 * wanted.norm2Number().doubleValue() + 1e-6);
  }

  private static SamGraph graph(String preset, String kernels, String precision) {
    return NetworkGraph.build(
        LogoConfig.load(
            List.of(),
            List.of(
                "model.preset=" + preset,
                "train.kernels=" + kernels,
                "train.precision=" + precision,
                "train.threads=2",
                "optimiser.sam.rho=0")));
  }
}
