package org.logoformer.train;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.dl4j.LogoNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Predictions of clips with running statistics.
 *
 * @param batch clips of a forward pass
 */
public record Testing(ShardBatches batches, int batch) {
  /**
   * The class of each clip by the largest logit; the rest are 0 if cancelled.
   *
   * @param graph belongs to the calling thread
   * @param cancelled asked between forward passes
   */
  public int[] predictions(ComputationGraph graph, List<String> ids, BooleanSupplier cancelled) {
    int[] predictions = new int[ids.size()];
    for (int from = 0; from < ids.size() && !cancelled.getAsBoolean(); from += batch) {
      List<String> part = ids.subList(from, Math.min(ids.size(), from + batch));
      MultiDataSet clips = batches.test(part);
      INDArray logits = LogoNetwork.logits(graph, clips.getFeatures(0));
      for (int i = 0; i < part.size(); i++) {
        predictions[from + i] = largest(logits.getRow(i).toDoubleVector());
      }
      clips.getFeatures(0).close();
      clips.getLabels(0).close();
    }
    return predictions;
  }

  private static int largest(double[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }
}
