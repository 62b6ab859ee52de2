package org.logoformer.nn;

import java.util.List;

/**
 * A network before it has memory: stages from clips [B, F, h, w, 3] to features [B, d], and a
 * linear layer from features to logits [B, C].
 *
 * @param frames F
 * @param size h and w, pixels
 * @param classifier prefix of the linear layer's parameters
 * @param classes C
 * @param objective what it is trained for
 */
public record Blueprint(
    int frames, int size, List<Stage> stages, String classifier, int classes, Objective objective) {
  public Blueprint {
    stages = List.copyOf(stages);
  }

  /** A network for any loss on logits. */
  public Blueprint(int frames, int size, List<Stage> stages, String classifier, int classes) {
    this(frames, size, stages, classifier, classes, Objective.ON_LOGITS);
  }

  /** The same network, trained for {@code wanted}. */
  public Blueprint trainedFor(Objective wanted) {
    return new Blueprint(frames, size, stages, classifier, classes, wanted);
  }

  /** Shape of {@code batch} clips. */
  long[] clips(long batch) {
    return new long[] {batch, frames, size, size, 3};
  }

  /** Whether the linear layer is computed for shares of the batch, as the last stage is. */
  boolean classifiesClipByClip() {
    return stages.get(stages.size() - 1).clipByClip();
  }
}
