package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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

/** Every network takes steps of every kind. */
class SamFamilyTest {
  private static final List<String[]> VARIANTS =
      List.of(
          new String[] {"optimiser.sam.variant=sam"},
          new String[] {"optimiser.sam.variant=asam", "optimiser.sam.scaled=all"},
          new String[] {"optimiser.sam.variant=asam", "optimiser.sam.scaled=weights"},
          new String[] {"optimiser.sam.variant=periodic", "optimiser.sam.every=2"},
          new String[] {"optimiser.sam.variant=looksam", "optimiser.sam.every=2"});

  static Stream<String> names() {
    return StreamSupport.stream(Models.names().spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theFirstStepOfEachVariantAscendsAndComesBack(String name) {
    try (SamGraph sgd = graph(name, "optimiser.sam.rho=0")) {
      DataSet batch = batch(sgd);
      INDArray start = sgd.trained(sgd.params()).dup();
      Smallest.gradient(sgd, batch);
      for (String[] variant : VARIANTS) {
        try (SamGraph graph = graph(name, variant)) {
          Smallest.gradient(graph, batch);
          String what = String.join(" ", variant);
          assertThat(graph.trained(graph.params())).as(what).isEqualTo(start);
          assertThat(graph.params()).as(what + ": statistics").isEqualTo(sgd.params());
          assertThat(graph.score()).as(what).isEqualTo(sgd.score());
          INDArray gradient = graph.trained(graph.getGradientsViewArray());
          assertThat(gradient).as(what).isNotEqualTo(sgd.trained(sgd.getGradientsViewArray()));
          graph.fit(batch);
          assertThat(graph.trained(graph.params()).sub(start).norm2Number().doubleValue())
              .as(what)
              .isPositive()
              .isFinite();
        }
      }
    }
  }

  /** A term on features goes with every network and every other option of the loss. */
  @ParameterizedTest
  @MethodSource("names")
  void everyLossGoesWithEveryNetwork(String name) {
    try (SamGraph graph =
        graph(
            name,
            "loss.center.weight=0.1",
            "loss.ec.weight=0.1",
            "loss.label-smoothing=0.1",
            "loss.class-weights=[1,2,1,1,1,2,1]",
            "loss.compact.form=printed")) {
      DataSet batch = batch(graph);
      INDArray start = graph.trained(graph.params()).dup();
      graph.fit(batch);
      Map<String, INDArray> named = NetworkGraph.named(graph);
      assertThat(named.get("loss.centers").amaxNumber().doubleValue()).isPositive().isFinite();
      assertThat(graph.trained(graph.params()).sub(start).norm2Number().doubleValue())
          .isPositive()
          .isFinite();
      assertThat(NetworkGraph.logits(graph, batch.getFeatures()).shape()).containsExactly(2, 7);
    }
  }

  private static SamGraph graph(String name, String... settings) {
    List<String> keys =
        Stream.concat(
                Stream.of("model.name=" + name, "model.preset=tiny", "optimiser.sam.rho=0.05"),
                Stream.of(settings))
            .toList();
    return NetworkGraph.build(LogoConfig.load(List.of(), keys));
  }

  private static DataSet batch(SamGraph graph) {
    ModelConfig model = NetworkGraph.config(graph).model();
    Keyed draws = Keyed.of(3, "clips");
    float[] pixels = new float[2 * model.frames() * model.size() * model.size() * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) draws.nextDouble();
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 2, model.classes());
    labels.putScalar(0, 1, 1);
    labels.putScalar(1, 4, 1);
    return new DataSet(
        Nd4j.createFromArray(pixels).reshape(2, model.frames(), model.size(), model.size(), 3),
        labels);
  }
}
