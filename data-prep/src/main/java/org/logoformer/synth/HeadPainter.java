package org.logoformer.synth;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.RadialGradientPaint;

/**
 * Draws what an expression does not move: background, neck, hair and the shape of the head.
 *
 * @param jawDrop by how much the chin is lowered, face units
 */
record HeadPainter(Sketch sketch, Identity who, double jawDrop) {
  void background(Color above, Color below) {
    sketch.background(new GradientPaint(0, -1, above, 0, 1, below));
  }

  /** Hair behind the head, neck, ears and face. */
  void head() {
    double w = who.halfWidth();
    if (who.hair() == Identity.Hair.LONG) {
      Color hair = who.hairColour();
      sketch.fill(
          hair, 0, -1.08, 0.75 * w, -0.95, 1.22 * w, -0.3, 1.25 * w, 0.6, 0.95 * w, 1.1, -0.95 * w,
          1.1, -1.25 * w, 0.6, -1.22 * w, -0.3, -0.75 * w, -0.95);
    }
    Color shade = Identity.mix(who.skin(), new Color(60, 30, 30), 0.35);
    sketch.fill(shade, -0.38, 0.5, 0.38, 0.5, 0.42, 1.0, 0.9, 1.25, -0.9, 1.25, -0.42, 1.0);
    for (int side = -1; side <= 1; side += 2) {
      double x = side * w;
      sketch.fill(shade, x, -0.28, x + side * 0.09, -0.2, x + side * 0.06, 0.12, x, 0.15);
    }
    sketch.fill(skin(), outline());
  }

  /** Hair in front of the head; over the features. */
  void hair() {
    double w = who.halfWidth();
    Color colour = who.hairColour();
    switch (who.hair()) {
      case SHORT ->
          sketch.fill(
              colour, -1.02 * w, -0.3, -0.98 * w, -0.75, -0.5 * w, -1.04, 0, -1.1, 0.5 * w, -1.04,
              0.98 * w, -0.75, 1.02 * w, -0.3, 0.86 * w, -0.58, 0.5 * w, -0.76, 0, -0.8, -0.5 * w,
              -0.76, -0.86 * w, -0.58);
      case FRINGE ->
          sketch.fill(
              colour, -1.04 * w, -0.15, -1.02 * w, -0.75, -0.5 * w, -1.06, 0, -1.12, 0.5 * w, -1.06,
              1.02 * w, -0.75, 1.04 * w, -0.15, 0.86 * w, -0.5, 0.4 * w, -0.6, 0, -0.62, -0.4 * w,
              -0.6, -0.86 * w, -0.5);
      case PARTED, LONG ->
          sketch.fill(
              colour, -1.06 * w, 0.1, -1.04 * w, -0.7, -0.5 * w, -1.06, 0, -1.1, 0.5 * w, -1.06,
              1.04 * w, -0.7, 1.06 * w, 0.1, 0.9 * w, -0.45, 0.45 * w, -0.72, -0.25 * w, -0.92,
              -0.6 * w, -0.7, -0.9 * w, -0.4);
      case BALD -> {}
    }
  }

  private double[] outline() {
    double w = who.halfWidth();
    double jaw = who.jaw() * w;
    double side = 0.9 * jaw;
    double cheek = 0.68 + 0.6 * jawDrop;
    double chin = 0.9 + jawDrop;
    double tip = 0.38 * jaw;
    double low = chin - 0.05;
    return new double[] {
      0, -1.0, 0.62 * w, -0.86, w, -0.35, w, 0.1, 0.93 * w, 0.42, side, cheek, tip, low, 0, chin,
      -tip, low, -side, cheek, -0.93 * w, 0.42, -w, 0.1, -w, -0.35, -0.62 * w, -0.86
    };
  }

  private RadialGradientPaint skin() {
    Color dark = Identity.mix(who.skin(), new Color(96, 48, 36), 0.38);
    return new RadialGradientPaint(
        0f, 0f, 1.1f, new float[] {0.45f, 1f}, new Color[] {who.skin(), dark});
  }
}
