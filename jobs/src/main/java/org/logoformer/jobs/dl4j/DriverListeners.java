package org.logoformer.jobs.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.round.RoundResult;

/**
 * DL4J's listeners, called on the driver after each round. They see the driver's graph with a copy
 * of the averaged state, so they cannot change training.
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

  /** Mean loss of the last round; NaN before the first. */
  double lastLoss() {
    return lastLoss;
  }

  /** {@code ours} and one that calls DL4J's listeners. */
  List<TrainingListener> with(List<TrainingListener> ours, ComputationGraph graph) {
    List<TrainingListener> all = new ArrayList<>(ours);
    all.add(
        new TrainingListener() {
          @Override
          public boolean readsState(int round) {
            return !listeners.isEmpty();
          }

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
