package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class DropoutTrainingTest {
  private static final Fixture FIXTURE = Fixture.of("tiny");

  private final List<SamGraph> graphs = new ArrayList<>();

  @AfterEach
  void close() {
    graphs.forEach(SamGraph::close);
  }

  @Test
  void bothPassesOfAStepSeeTheSameMasks() {
    // So small a perturbation that only other masks could change the gradient visibly.
    INDArray perturbed = gradient(graph("optimiser.sam.rho=1e-9"), 5);
    INDArray plain = gradient(graph("optimiser.sam.rho=0"), 5);
    assertThat(perturbed.sub(plain).norm2Number().doubleValue())
        .isLessThan(1e-5 * plain.norm2Number().doubleValue());
  }

  @Test
  void aStepThatIsRunAgainIsExact() {
    assertThat(gradient(graph("optimiser.sam.rho=0.05"), 5))
        .isEqualTo(gradient(graph("optimiser.sam.rho=0.05"), 5));
  }

  @Test
  void stepsSeeDifferentMasks() {
    SamGraph graph = graph("optimiser.sam.rho=0");
    INDArray fifth = gradient(graph, 5);
    INDArray sixth = gradient(graph, 6);
    assertThat(fifth.sub(sixth).norm2Number().doubleValue())
        .isGreaterThan(0.01 * fifth.norm2Number().doubleValue());
    assertThat(gradient(graph, 5)).isEqualTo(fifth);
  }

  @Test
  void workersSeeDifferentMasks() {
    SamGraph graph = graph("optimiser.sam.rho=0");
    INDArray first = gradient(graph, 5);
    graph.worker(1);
    INDArray second = gradient(graph, 5);
    assertThat(first.sub(second).norm2Number().doubleValue())
        .isGreaterThan(0.01 * first.norm2Number().doubleValue());
    graph.worker(0);
    assertThat(gradient(graph, 5)).isEqualTo(first);
  }

  @Test
  void evaluationDropsNothing() {
    INDArray clips = FIXTURE.clips(0, DataType.DOUBLE);
    INDArray with = NetworkGraph.logits(graph("optimiser.sam.rho=0"), clips);
    INDArray without =
        NetworkGraph.logits(
            graph(
                "model.dropout.attention=0",
                "model.dropout.projection=0",
                "model.dropout.mlp=0",
                "model.stochastic-depth=0"),
            clips);
    assertThat(with).isEqualTo(without);
  }

  private static INDArray gradient(SamGraph graph, int step) {
    graph.getConfiguration().setIterationCount(step);
    graph.setInputs(FIXTURE.clips(0, DataType.DOUBLE));
    graph.setLabels(FIXTURE.labels(0, DataType.DOUBLE));
    graph.computeGradientAndScore();
    return graph.getGradientsViewArray().dup();
  }

  private SamGraph graph(String... options) {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "model.preset=tiny",
                "train.kernels=nd4j",
                "train.precision=f64",
                "model.dropout.attention=0.2",
                "model.dropout.projection=0.2",
                "model.dropout.mlp=0.2",
                "model.stochastic-depth=0.3"));
    keys.addAll(List.of(options));
    SamGraph graph = NetworkGraph.build(LogoConfig.load(List.of(), keys));
    graphs.add(graph);
    NetworkGraph.named(graph).forEach((name, array) -> array.assign(FIXTURE.weights().get(name)));
    return graph;
  }
}
