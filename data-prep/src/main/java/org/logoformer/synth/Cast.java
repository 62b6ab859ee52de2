package org.logoformer.synth;

import org.logoformer.config.SynthConfig;
import org.logoformer.random.Keyed;

/**
 * Who plays in which clip, what, and for how long. Classes take turns, so that they are balanced.
 */
record Cast(SynthConfig config) {
  Course course(int clip) {
    Course[] courses = Course.values();
    return courses[clip % courses.length];
  }

  /** An identity from {@code first} (inclusive) to {@code end} (exclusive). */
  int identity(int clip, int first, int end) {
    return first + draws(clip, "identity").nextInt(end - first);
  }

  /** One of {@code choices} places, scenes or anything else that the class has no say in. */
  int choice(int clip, int choices) {
    return draws(clip, "choice").nextInt(choices);
  }

  int frames(int clip) {
    return config.framesMin()
        + draws(clip, "frames").nextInt(config.framesMax() - config.framesMin() + 1);
  }

  private Keyed draws(int clip, String what) {
    return Keyed.of(config.seed(), "cast", clip, what);
  }
}
