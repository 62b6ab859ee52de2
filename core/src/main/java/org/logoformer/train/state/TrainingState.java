package org.logoformer.train.state;

import java.io.Serializable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.train.plan.Position;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything that training goes on from.
 *
 * @param parameters the network's flat parameters, BatchNorm statistics included
 * @param updater the flat state of the updater (momentum); empty if it has none
 * @param outer the momentum of the outer optimiser, as long as the parameters; empty if there is
 *     none. It stays on the driver
 * @param position how far training has come
 */
public record TrainingState(
    FlatVector parameters, FlatVector updater, FlatVector outer, Position position)
    implements Serializable {
  /** A state without outer momentum. */
  public TrainingState(FlatVector parameters, FlatVector updater, Position position) {
    this(parameters, updater, FlatVector.copyOf(null), position);
  }

  /** A copy of what {@code graph} holds now. */
  public static TrainingState of(ComputationGraph graph, Position position) {
    return new TrainingState(
        FlatVector.copyOf(graph.params()), FlatVector.copyOf(updaterOf(graph)), position);
  }

  /** A copy of the parameters and the updater state of {@code graph}, one behind the other. */
  public static FlatVector vectorOf(ComputationGraph graph) {
    return FlatVector.copyOf(graph.params(), updaterOf(graph));
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

  /** Stands for a state that others hold: a position without vectors. */
  public static TrainingState away(Position position) {
    FlatVector nothing = FlatVector.copyOf(null);
    return new TrainingState(nothing, nothing, position);
  }

  /** This state with another position. */
  public TrainingState at(Position newPosition) {
    return new TrainingState(parameters, updater, outer, newPosition);
  }

  /** This state with other parameters. */
  public TrainingState with(FlatVector newParameters) {
    return new TrainingState(newParameters, updater, outer, position);
  }

  /** This state with another outer momentum. */
  public TrainingState withOuter(FlatVector newOuter) {
    return new TrainingState(parameters, updater, newOuter, position);
  }

  /** Bytes of parameters and updater state, which is what travels. */
  public long size() {
    return parameters.size() + updater.size();
  }

  private static INDArray updaterOf(ComputationGraph graph) {
    // The overload without an argument makes the updater if there is none yet.
    return graph.getUpdater() == null ? null : graph.getUpdater().getStateViewArray();
  }
}
