package org.logoformer.jobs.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.logoformer.shard.ClipRecord;
import org.logoformer.train.round.Answer;

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

  /** What follows for a clip without a label, scene and fold; its label is 0 and means nothing. */
  public static Prediction unlabelled(String clip, Answer answer) {
    return merged(
        answer.logits().stream()
            .map(x -> new Prediction(clip, "", 0, Softmax.argmax(x), Softmax.of(x)))
            .toList());
  }

  /**
   * What several looks at a clip, or several networks, say together: the mean of the probabilities
   * and its largest. Of one it is that one, bit for bit.
   *
   * @param same of one clip, with probabilities
   */
  public static Prediction merged(List<Prediction> same) {
    Prediction first = same.get(0);
    if (same.size() == 1) {
      return first;
    }
    double[] mean = new double[first.probabilities.size()];
    for (int c = 0; c < mean.length; c++) {
      for (Prediction each : same) {
        mean[c] += each.probabilities.get(c);
      }
      mean[c] /= same.size();
    }
    return new Prediction(
        first.clip,
        first.scene,
        first.fold,
        first.label,
        Softmax.argmax(mean),
        Arrays.stream(mean).boxed().toList());
  }
}
