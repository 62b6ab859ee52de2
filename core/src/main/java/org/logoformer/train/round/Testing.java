package org.logoformer.train.round;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.train.source.OffHeap;
import org.logoformer.train.source.ShardBatches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Predictions of clips with running statistics.
 *
 * @param batch clips of a forward pass
 */
public record Testing(ShardBatches batches, int batch) {
  /**
   * The class of each clip by the largest logit.
   *
   * @param graph belongs to the calling thread
   * @param cancelled asked between forward passes
   * @throws CancellationException if {@code cancelled} said so: a part of the predictions is none
   */
  public int[] predictions(ComputationGraph graph, List<String> ids, BooleanSupplier cancelled) {
    int[] predictions = new int[ids.size()];
    for (int from = 0; from < ids.size(); from += batch) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException(
            "Test cancelled after %d of %d clips".formatted(from, ids.size()));
      }
      List<String> part = ids.subList(from, Math.min(ids.size(), from + batch));
      predict(graph, batches.test(part), predictions, from);
    }
    return predictions;
  }

  private static void predict(
      ComputationGraph graph, MultiDataSet clips, int[] predictions, int from) {
    try {
      INDArray logits = NetworkGraph.logits(graph, clips.getFeatures(0));
      for (int i = 0; i < logits.size(0); i++) {
        predictions[from + i] = largest(logits.getRow(i).toDoubleVector());
      }
    } finally {
      OffHeap.free(clips);
    }
  }

  private static int largest(double[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }
}
