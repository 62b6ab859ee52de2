package org.logoformer.synth;

import java.util.Locale;

/**
 * The course of an expression over a clip: one per class, in the order of the class indices.
 *
 * <p>{@link #SAD} is {@link #HAPPY} and {@link #FEAR} is {@link #ANGRY} with time reversed: for the
 * same tempo, frame i of one is exactly frame n-1-i of the other, so that no single frame and no
 * bag of frames tells them apart.
 */
enum Course {
  HAPPY,
  SAD,
  NEUTRAL,
  ANGRY,
  SURPRISE,
  DISGUST,
  FEAR;

  /** The name of the class in folders and lists, for example {@code Happy}. */
  String className() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** The expression in frame {@code frame} of {@code frames}, at the given tempo. */
  Expression at(Tempo tempo, int frame, int frames) {
    boolean reversed = this == SAD || this == FEAR;
    // Reversing the index, not the time, keeps the mirrored expressions equal to the last bit.
    double u = frames == 1 ? 0.5 : (reversed ? frames - 1 - frame : frame) / (double) (frames - 1);
    double amplitude = tempo.amplitude();
    Expression shown =
        switch (this) {
          case HAPPY, SAD -> Expression.mood(amplitude * (2 * tempo.onset(u) - 1));
          case ANGRY, FEAR -> Expression.threat(amplitude * (2 * tempo.onset(u) - 1));
          case SURPRISE -> Expression.startle(amplitude * tempo.pulse(u));
          case DISGUST -> Expression.revulsion(amplitude * tempo.swell(u));
          case NEUTRAL -> Expression.REST;
        };
    return shown.with(tempo.blink(u), tempo.tremor(u), -0.7 * tempo.tremor(u + 0.21));
  }
}
