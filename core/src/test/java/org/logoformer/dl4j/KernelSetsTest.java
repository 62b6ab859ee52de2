package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.Models;
import org.logoformer.random.Keyed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** One pass of every network, in its preset {@code tiny}, on oneDNN and on ND4J. */
class KernelSetsTest {
  private static final int CLIPS = 2;
  private static final double ROUNDING = 1e-5;

  /**
   * Of all gradients together. Where a ReLU reads something within rounding of zero, one set lets
   * its gradient pass and the other does not. Means of BatchNorm differ in the fifth digit, so deep
   * narrow networks have several such places; without them the sets agree to five digits.
   */
  private static final double KINKS = 0.05;

  private record Pass(double loss, Map<String, INDArray> gradients) {
    static Pass of(String network, String kernels) {
      LogoConfig config =
          LogoConfig.load(
              List.of(),
              List.of(
                  "model.name=" + network,
                  "model.preset=tiny",
                  "train.kernels=" + kernels,
                  "optimiser.sam.rho=0"));
      try (SamGraph graph = NetworkGraph.build(config)) {
        Smallest.gradient(graph, batch(config.model()));
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        NetworkGraph.gradients(graph).forEach((name, g) -> gradients.put(name, g.dup()));
        return new Pass(graph.score(), gradients);
      }
    }

    /** Length of the difference of all gradients, beside their own. */
    double difference(Pass other) {
      double gap = 0;
      double length = 0;
      for (Map.Entry<String, INDArray> e : gradients.entrySet()) {
        gap += square(e.getValue().sub(other.gradients.get(e.getKey())));
        length += square(e.getValue());
      }
      return Math.sqrt(gap / length);
    }

    private static double square(INDArray a) {
      return Math.pow(a.norm2Number().doubleValue(), 2);
    }
  }

  static Iterable<String> networks() {
    return Models.names();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void giveTheSameLossAndGradients(String network) {
    Pass nd4j = Pass.of(network, "nd4j");
    Pass oneDnn = Pass.of(network, "onednn");
    assertThat(oneDnn.loss).isCloseTo(nd4j.loss, within(ROUNDING));
    assertThat(nd4j.difference(oneDnn)).isLessThan(KINKS);
  }

  private static DataSet batch(ModelConfig model) {
    Keyed draws = Keyed.of(3, "batch");
    long[] shape = {CLIPS, model.frames(), model.size(), model.size(), 3};
    float[] pixels = new float[(int) (shape[0] * shape[1] * shape[2] * shape[3] * shape[4])];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) draws.nextDouble();
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, CLIPS, model.classes());
    for (int clip = 0; clip < CLIPS; clip++) {
      labels.putScalar(clip, draws.nextInt(model.classes()), 1);
    }
    return new DataSet(Nd4j.createFromArray(pixels).reshape(shape), labels);
  }
}
