package org.logoformer.train;

import java.io.Serializable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything that training goes on from.
 *
 * @param parameters the network's flat parameters, BatchNorm statistics included
 * @param updater the flat state of the updater (momentum); empty if it has none
 * @param position how far training has come
 */
public record TrainingState(FlatVector parameters, FlatVector updater, Position position)
    implements Serializable {
  /** A copy of what {@code graph} holds now. */
  public static TrainingState of(ComputationGraph graph, Position position) {
    return new TrainingState(
        FlatVector.copyOf(graph.params()), FlatVector.copyOf(updaterOf(graph)), position);
  }

  /** Makes {@code graph} hold this state, counters included. */
  public void applyTo(ComputationGraph graph) {
    parameters.copyTo(graph.params());
    if (updater.length() > 0) {
      updater.copyTo(updaterOf(graph));
    }
    graph.getConfiguration().setIterationCount(Math.toIntExact(position.step()));
    graph.getConfiguration().setEpochCount(position.epoch());
  }

  /** This state with another position. */
  public TrainingState at(Position newPosition) {
    return new TrainingState(parameters, updater, newPosition);
  }

  /** Bytes of parameters and updater state. */
  public long size() {
    return parameters.size() + updater.size();
  }

  private static INDArray updaterOf(ComputationGraph graph) {
    // The overload without an argument makes the updater if there is none yet.
    return graph.getUpdater() == null ? null : graph.getUpdater().getStateViewArray();
  }
}
