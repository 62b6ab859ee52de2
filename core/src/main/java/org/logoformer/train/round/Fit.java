package org.logoformer.train.round;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** One optimiser step; afterwards {@code graph.score()} is the mean loss of the mini-batch. */
@FunctionalInterface
public interface Fit {
  void step(ComputationGraph graph, MultiDataSet batch);
}
