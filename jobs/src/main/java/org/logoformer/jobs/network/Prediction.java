package org.logoformer.jobs.network;

import java.io.Serializable;
import java.util.List;
import org.logoformer.shard.ClipRecord;

/**
 * What the network says about one clip.
 *
 * @param clip clip id
 * @param scene scene tag, empty if the data set has none
 * @param fold the fold that tests on the clip, from 1; 0 if the data set has none
 * @param label true class
 * @param prediction class of the largest logit; the lowest class on a tie
 * @param probabilities softmax of the logits, a value per class; empty if not known
 */
public record Prediction(
    String clip, String scene, int fold, int label, int prediction, List<Double> probabilities)
    implements Serializable {
  /** Copies the probabilities. */
  public Prediction {
    probabilities = List.copyOf(probabilities);
  }

  /** Of a clip without a fold. */
  public Prediction(
      String clip, String scene, int label, int prediction, List<Double> probabilities) {
    this(clip, scene, 0, label, prediction, probabilities);
  }

  /** The prediction that follows from {@code logits}, a value per class. */
  public static Prediction of(ClipRecord clip, double[] logits) {
    return new Prediction(
        clip.id(),
        clip.scene(),
        clip.fold(),
        clip.label(),
        Softmax.argmax(logits),
        Softmax.of(logits));
  }
}
