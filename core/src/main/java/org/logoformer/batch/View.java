package org.logoformer.batch;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.config.EvaluateConfig;
import org.logoformer.transform.Flip;

/**
 * One of the looks at a clip that is tested: which of its frames, and whether they are mirrored.
 *
 * @param number 0: the frames of the rule for tests; others: keyed draws of the rule for training,
 *     in which every segment starts anywhere within its stretch
 * @param flip of all frames
 */
public record View(int number, Flip flip) {
  /** The one look that the published results rest on. */
  public static final View PLAIN = new View(0, Flip.NONE);

  /** The views of {@code evaluate.views} and {@code evaluate.flip}, the plain one first. */
  public static List<View> of(EvaluateConfig config) {
    List<View> views = new ArrayList<>();
    for (int number = 0; number < config.views(); number++) {
      views.add(new View(number, Flip.NONE));
      if (config.flip()) {
        views.add(new View(number, Flip.HORIZONTAL));
      }
    }
    return List.copyOf(views);
  }
}
