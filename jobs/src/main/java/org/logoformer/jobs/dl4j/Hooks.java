package org.logoformer.jobs.dl4j;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.logoformer.jobs.rounds.WorkerJob.SerializableFit;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A training step with dl4j-spark's hooks called before and after it. */
record Hooks(List<TrainingHook> hooks) implements SerializableFit {
  Hooks {
    hooks = List.copyOf(hooks);
  }

  @Override
  public void step(ComputationGraph graph, MultiDataSet batch) {
    hooks.forEach(h -> h.preUpdate(batch, graph));
    graph.fit(batch);
    hooks.forEach(h -> h.postUpdate(batch, graph));
  }
}
