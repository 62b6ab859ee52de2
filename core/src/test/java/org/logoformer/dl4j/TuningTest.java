package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.error.ConfigException;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Parts of a network that are not trained, or more slowly. */
class TuningTest {
  private static final String FREEZE = "train.freeze=[backbone,cls_token]";

  @ParameterizedTest
  @ValueSource(strings = {"sam", "asam", "periodic", "looksam"})
  void frozenParametersKeepTheirBitsAndHaveNoMomentum(String variant) {
    try (SamGraph graph =
        Smallest.graph(FREEZE, "optimiser.sam.rho=0.05", "optimiser.sam.variant=" + variant)) {
      Map<String, INDArray> before = copies(graph);
      for (int step = 0; step < 3; step++) {
        graph.fit(Smallest.batch(step, 2));
      }
      NetworkGraph.named(graph)
          .forEach(
              (name, now) -> {
                boolean statistic = name.contains(".running_");
                boolean frozen =
                    !statistic && (name.startsWith("backbone.") || name.equals("cls_token"));
                assertThat(now.equalsWithEps(before.get(name), 0)).as(name).isEqualTo(frozen);
              });
      NetworkGraph.momentum(graph)
          .forEach(
              (name, momentum) -> {
                boolean frozen = name.startsWith("backbone.") || name.equals("cls_token");
                assertThat(momentum.amaxNumber().doubleValue() == 0).as(name).isEqualTo(frozen);
              });
    }
  }

  @Test
  void frozenParametersAreNotPartOfTheNormOfTheGradient() {
    try (SamGraph all = Smallest.graph("optimiser.sam.rho=0");
        SamGraph some = Smallest.graph("optimiser.sam.rho=0", FREEZE)) {
      Smallest.gradient(all, Smallest.batch(0, 2));
      Smallest.gradient(some, Smallest.batch(0, 2));
      double rest = 0;
      for (Map.Entry<String, INDArray> entry : NetworkGraph.gradients(all).entrySet()) {
        boolean frozen =
            entry.getKey().startsWith("backbone.") || entry.getKey().equals("cls_token");
        double norm = frozen ? 0 : entry.getValue().norm2Number().doubleValue();
        rest += norm * norm;
      }
      assertThat(NdArrays.of(new TrainedVectors(some).gradient()).norm2Number().doubleValue())
          .isCloseTo(Math.sqrt(rest), within(1e-5 * Math.sqrt(rest)))
          .isLessThan(NdArrays.of(new TrainedVectors(all).gradient()).norm2Number().doubleValue());
    }
  }

  @Test
  void factorsScaleTheStepAndLeaveTheMomentum() {
    String[] plain = {"optimiser.sam.rho=0", "train.precision=f64"};
    String[] scaled = {
      plain[0],
      plain[1],
      "optimiser.lr-factors.backbone=0.25",
      "optimiser.lr-factors.backbone.layer1=0.5",
      "optimiser.lr-factors.head=4"
    };
    try (SamGraph a = Smallest.graph(plain);
        SamGraph b = Smallest.graph(scaled)) {
      Map<String, INDArray> start = copies(a);
      a.fit(Smallest.batch(0, 2));
      b.fit(Smallest.batch(0, 2));
      Map<String, INDArray> ofB = NetworkGraph.named(b);
      NetworkGraph.momentum(a)
          .forEach(
              (name, momentum) -> {
                assertThat(NetworkGraph.momentum(b).get(name)).as(name).isEqualTo(momentum);
                INDArray step = NetworkGraph.named(a).get(name).sub(start.get(name));
                INDArray own = ofB.get(name).sub(start.get(name));
                double rest = own.sub(step.mul(factor(name))).norm2Number().doubleValue();
                assertThat(rest)
                    .as(name)
                    .isLessThanOrEqualTo(1e-9 * own.norm2Number().doubleValue() + 1e-15);
              });
    }
  }

  private static double factor(String name) {
    if (name.startsWith("backbone.layer1.")) {
      return 0.5;
    } else if (name.startsWith("backbone.")) {
      return 0.25;
    }
    return name.startsWith("head.") ? 4 : 1;
  }

  @Test
  void anUnknownPartIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> Tuning.of(Smallest.config("train.freeze=[neck]")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.freeze = neck")
        .hasMessageContaining("backbone, proj");
    assertThatThrownBy(() -> Tuning.of(Smallest.config("optimiser.lr-factors.neck=0.1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("optimiser.lr-factors = neck");
  }

  @Test
  void somethingIsLeftToTrain() {
    String everything =
        "train.freeze=[backbone,proj,cls_token,pos_spatial,pos_temporal,blocks,norm,head]";
    assertThatThrownBy(() -> Tuning.of(Smallest.config(everything)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("leaves nothing to train");
  }

  private static Map<String, INDArray> copies(SamGraph graph) {
    Map<String, INDArray> copies = new HashMap<>();
    NetworkGraph.named(graph).forEach((name, array) -> copies.put(name, array.dup()));
    return copies;
  }
}
