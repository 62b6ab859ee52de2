package org.logoformer.synth;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.logoformer.random.Keyed;

/**
 * Draws the frames of one clip. All draws are keyed by (seed, clip index) or (seed, identity); the
 * class enters only through its {@link Course}.
 */
final class ClipRenderer {
  private final SynthClip clip;
  private final int size;
  private final Identity who;
  private final Tempo tempo;
  private final Pose.Drift drift;
  private final Camera camera;
  private final Occlusion occlusion;
  private final Color above;
  private final Color below;
  private final long noiseKey;

  /**
   * @param size width and height of a frame, pixels
   */
  ClipRenderer(long seed, SynthClip clip, int size) {
    this.clip = clip;
    this.size = size;
    Keyed draws = Keyed.of(seed, "clip", clip.index());
    who = Identity.of(seed, clip.identity());
    tempo = Tempo.of(draws.split("tempo"));
    drift = Pose.Drift.of(draws.split("pose"));
    camera = Camera.of(draws.split("camera"));
    occlusion = Occlusion.of(draws.split("occlusion"));
    above = colour(draws.split("above"));
    below = colour(draws.split("below"));
    noiseKey = draws.split("noise").nextLong();
  }

  /** What the face shows in frame {@code frame}. */
  Expression expression(int frame) {
    return clip.course().at(tempo, frame, clip.frames());
  }

  /**
   * Frame {@code frame} of the clip.
   *
   * @return [size, size], RGB without alpha
   */
  BufferedImage draw(int frame) {
    Expression shown = expression(frame);
    double u = clip.frames() == 1 ? 0.5 : frame / (double) (clip.frames() - 1);
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    try (Sketch sketch = new Sketch(image, drift.at(u), who.halfWidth())) {
      HeadPainter head = new HeadPainter(sketch, who, 0.12 * shown.jaw());
      head.background(above, below);
      head.head();
      new FacePainter(sketch, who, shown).paint();
      head.hair();
      occlusion.paint(sketch, who);
    }
    camera.expose(image, Keyed.hash(noiseKey, frame));
    return image;
  }

  private static Color colour(Keyed draws) {
    return new Color(40 + draws.nextInt(160), 40 + draws.nextInt(160), 40 + draws.nextInt(160));
  }
}
