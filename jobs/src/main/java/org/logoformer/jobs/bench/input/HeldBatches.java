package org.logoformer.jobs.bench.input;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.train.round.Fit;
import org.logoformer.train.source.Batches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Batches of a source, with a count of those that are in memory: from the moment one begins to be
 * read to the end of the step on it.
 */
final class HeldBatches implements Batches {
  private final Batches source;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  HeldBatches(Batches source) {
    this.source = source;
  }

  @Override
  public MultiDataSet load(List<String> references) {
    most.accumulateAndGet(held.incrementAndGet(), Math::max);
    MultiDataSet batch = source.load(references);
    INDArray clips = batch.getFeatures(0);
    bytes.accumulateAndGet(clips.length() * clips.dataType().width(), Math::max);
    return batch;
  }

  @Override
  public String origin(List<String> references) {
    return source.origin(references);
  }

  /** The step that lets go of its batch. */
  Fit step(Fit fit) {
    return (ComputationGraph graph, MultiDataSet batch) -> {
      fit.step(graph, batch);
      held.decrementAndGet();
    };
  }

  /** Bytes of clips that were in memory at once, at most. */
  long mostBytes() {
    return most.get() * bytes.get();
  }
}
