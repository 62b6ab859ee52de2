package org.logoformer.quality;

import org.logoformer.clip.Frames;
import org.logoformer.random.Keyed;

/** Pictures of smooth waves, each of its own seed, that move from frame to frame. */
final class Textures {
  private static final int WAVES = 24;

  private Textures() {}

  /** Frames of a texture from {@code first} on, on a scale where 1 is plain. */
  static Frames of(long seed, int first, int count, int side, double light) {
    byte[] rgb = new byte[count * side * side * 3];
    for (int f = 0; f < count; f++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          double tone = tone(seed, first + f, (x + 0.5) / side, (y + 0.5) / side);
          int level = (int) Math.max(0, Math.min(255, light * (128 + 100 * tone)));
          int at = ((f * side + y) * side + x) * 3;
          rgb[at] = (byte) level;
          rgb[at + 1] = (byte) level;
          rgb[at + 2] = (byte) (level / 2);
        }
      }
    }
    return new Frames(count, side, side, rgb);
  }

  private static double tone(long seed, int frame, double x, double y) {
    Keyed draws = Keyed.of(seed, "waves");
    double tone = 0;
    for (int i = 0; i < WAVES; i++) {
      double across = draws.nextDouble(-4, 4);
      double down = draws.nextDouble(-4, 4);
      double start = draws.nextDouble(0, 6.28);
      double pace = draws.nextDouble(-0.6, 0.6);
      tone += Math.sin(6.28 * (across * x + down * y) + start + pace * frame);
    }
    return tone / 6;
  }
}
