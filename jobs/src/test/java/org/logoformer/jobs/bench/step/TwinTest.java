package org.logoformer.jobs.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.jobs.TorchPython;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Only where there is a PyTorch, see {@link PeerParityTest}. */
@EnabledIf("org.logoformer.jobs.TorchPython#isThere")
class TwinTest {
  private static final LogoConfig CONFIG =
      LogoConfig.of(
          "model.preset=tiny",
          "optimiser.sam.rho=0.05",
          "optimiser.schedule.kind=cosine",
          "loss.compact.start-epoch=1",
          "loss.compact.warmup-epochs=1",
          "train.epochs=4",
          "train.threads=1");

  @Test
  void takesTheStepsThatOurKernelsTake() {
    try (ComputationGraphs graphs = new ComputationGraphs();
        Twin twin = new Twin(TorchPython.command(), CONFIG)) {
      INDArray start = graphs.ours.params().dup();
      for (int step = 0; step < 3; step++) {
        graphs.epoch(step);
        graphs.ours.fit(batch(step));
        twin.step(graphs.theirs, batch(step));
        assertThat(graphs.theirs.score()).isCloseTo(graphs.ours.score(), within(1e-4));
      }
      double moved = graphs.ours.params().sub(start).norm2Number().doubleValue();
      double apart = graphs.ours.params().sub(graphs.theirs.params()).norm2Number().doubleValue();
      assertThat(apart).isLessThan(0.01 * moved);
      INDArray momentum = graphs.ours.updaterState();
      assertThat(momentum.sub(graphs.theirs.updaterState()).norm2Number().doubleValue())
          .isLessThan(0.02 * momentum.norm2Number().doubleValue());
    }
  }

  private static MultiDataSet batch(int step) {
    INDArray clips = Nd4j.linspace(0, 1, 2L * 4 * 64 * 64 * 3).reshape(2, 4, 64, 64, 3);
    INDArray labels = Nd4j.zeros(2, 7);
    labels.putScalar(0, step, 1);
    labels.putScalar(1, step + 3, 1);
    return new MultiDataSet(
        org.nd4j.linalg.ops.transforms.Transforms.sin(clips.mul(997 * (step + 1))), labels);
  }

  /** The same network twice. */
  private static final class ComputationGraphs implements AutoCloseable {
    private final ComputationGraph ours = NetworkGraph.build(CONFIG);
    private final ComputationGraph theirs = NetworkGraph.build(CONFIG);

    private ComputationGraphs() {
      ours.getUpdater(true);
      theirs.getUpdater(true);
    }

    private void epoch(int number) {
      ours.getConfiguration().setEpochCount(number);
      theirs.getConfiguration().setEpochCount(number);
    }

    @Override
    public void close() {
      ours.close();
      theirs.close();
    }
  }
}
