package org.logoformer.jobs.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.round.RoundResult;

/**
 * DL4J's listeners, called on the driver once a round with the averaged network. They see a copy of
 * the state, so they cannot change training.
 */
final class DriverListeners {
  private final List<org.deeplearning4j.optimize.api.TrainingListener> listeners =
      new ArrayList<>();
  private double lastLoss = Double.NaN;

  void set(Collection<org.deeplearning4j.optimize.api.TrainingListener> others) {
    listeners.clear();
    if (others != null) {
      listeners.addAll(others);
    }
  }

  /** Mean loss of the last round. */
  double lastLoss() {
    return lastLoss;
  }

  List<TrainingListener> beside(List<TrainingListener> ours, ComputationGraph graph) {
    List<TrainingListener> all = new ArrayList<>(ours);
    all.add(
        new TrainingListener() {
          @Override
          public void roundDone(EpochPlan plan, RoundResult result) {
            tell(result, graph);
          }
        });
    return all;
  }

  private void tell(RoundResult result, ComputationGraph graph) {
    lastLoss = result.loss();
    if (!listeners.isEmpty()) {
      result.state().applyTo(graph);
      graph.setScore(lastLoss);
      int step = Math.toIntExact(result.state().position().step());
      listeners.forEach(l -> l.iterationDone(graph, step, result.state().position().epoch()));
    }
  }
}
