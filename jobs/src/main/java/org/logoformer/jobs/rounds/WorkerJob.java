package org.logoformer.jobs.rounds;

import java.io.Serializable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.train.round.RoundRules;
import org.logoformer.train.source.NetworkSource;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * What all workers of a training do alike.
 *
 * @param run names the training among all that a process may have seen
 * @param hooks around each step
 */
public record WorkerJob(
    String run, NetworkSource network, RoundRules rules, BatchesSource data, StepHooks hooks)
    implements Serializable {
  /** Code around each step. */
  public interface StepHooks extends Serializable {
    /** No code. */
    StepHooks NONE = ComputationGraph::fit;

    /** Takes the step. */
    void step(ComputationGraph graph, MultiDataSet batch);
  }
}
