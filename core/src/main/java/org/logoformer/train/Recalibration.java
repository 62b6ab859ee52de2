package org.logoformer.train;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Running BatchNorm statistics made anew at fixed parameters. After averaging, the statistics that
 * workers kept belong to other parameters than the mean; training does not use them, testing does.
 */
public final class Recalibration {
  /** What a training pass gives the batch: running = 0.9 running + 0.1 batch. */
  private static final double MOMENTUM = 0.1;

  private Recalibration() {}

  /**
   * The statistics of some mini-batches together, at the parameters of {@code state}.
   *
   * @param graph belongs to the calling thread; left in any state
   * @param parts references of each mini-batch, at least one
   * @return laid out as {@link Statistics#gather} does
   */
  public static FlatVector statistics(
      ComputationGraph graph,
      List<StatisticRange> ranges,
      TrainingState state,
      Batches batches,
      List<List<String>> parts) {
    Statistics statistics = new Statistics(ranges);
    FlatVector running = statistics.gather(state.parameters());
    FlatVector zeros = FlatVector.fill(running.type(), new double[running.length()]);
    FlatVector cleared = statistics.scatter(state.parameters(), zeros);
    state.applyTo(graph);
    List<Contribution> contributions = new ArrayList<>();
    for (List<String> part : parts) {
      cleared.copyTo(graph.params());
      MultiDataSet batch = batches.load(part);
      graph.setInputs(batch.getFeatures());
      graph.setLabels(batch.getLabels());
      graph.computeGradientAndScore();
      graph.clear();
      double[] moved = statistics.gather(FlatVector.copyOf(graph.params())).toDoubles();
      for (int i = 0; i < moved.length; i++) {
        moved[i] /= MOMENTUM;
      }
      contributions.add(new Contribution(part.size(), FlatVector.fill(running.type(), moved)));
    }
    return Statistics.pool(contributions);
  }

  /** {@code state} with other statistics. */
  public static TrainingState apply(
      TrainingState state, List<StatisticRange> ranges, FlatVector statistics) {
    return state.with(new Statistics(ranges).scatter(state.parameters(), statistics));
  }
}
