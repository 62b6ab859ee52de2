package org.logoformer.train.round;

import java.util.List;

/**
 * What a network says of a clip.
 *
 * @param logits {@code [C]} of each view, the plain one first
 * @param features {@code [d]}, the mean over the views of what the classifier read; empty unless
 *     asked for
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Answer(List<double[]> logits, double[] features) {
  /** The features as files hold them. */
  public float[] floats() {
    float[] floats = new float[features.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) features[i];
    }
    return floats;
  }
}
