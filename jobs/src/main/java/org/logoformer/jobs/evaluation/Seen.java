package org.logoformer.jobs.evaluation;

import java.io.Serializable;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.shard.ClipRecord;

/**
 * A clip as a network saw it.
 *
 * @param features what the classifier read, the mean over the views; empty unless asked for
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Seen(Prediction prediction, float[] features) implements Serializable {
  /** The same with what is known of the clip: its label, scene and fold. */
  Seen of(ClipRecord clip) {
    Prediction known =
        new Prediction(
            clip.id(),
            clip.scene(),
            clip.fold(),
            clip.label(),
            prediction.prediction(),
            prediction.probabilities());
    return new Seen(known, features);
  }
}
