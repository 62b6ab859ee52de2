package org.logoformer.synth;

import java.awt.Color;
import org.logoformer.random.Keyed;

/**
 * What stands between camera and face in a clip.
 *
 * @param kind what it is
 * @param x where, face units
 * @param y where, face units
 * @param size how large, 0 to 1
 * @param colour of a bar or of the rims of glasses
 */
record Occlusion(Kind kind, double x, double y, double size, Color colour) {

  enum Kind {
    NONE,
    GLASSES,
    BAR,
    HAND
  }

  static Occlusion of(Keyed draws) {
    double which = draws.nextDouble();
    Kind kind =
        which < 0.6 ? Kind.NONE : which < 0.8 ? Kind.GLASSES : which < 0.9 ? Kind.BAR : Kind.HAND;
    int grey = 20 + draws.nextInt(120);
    return new Occlusion(
        kind,
        draws.nextDouble(-1, 1),
        draws.nextDouble(-1, 1),
        draws.nextDouble(),
        new Color(grey, 20 + draws.nextInt(100), 20 + draws.nextInt(100)));
  }

  void paint(Sketch sketch, Identity who) {
    switch (kind) {
      case NONE -> {}
      case GLASSES -> glasses(sketch, who);
      case BAR -> bar(sketch);
      case HAND -> hand(sketch, who);
    }
  }

  private void glasses(Sketch sketch, Identity who) {
    double rim = 0.02 + 0.02 * size;
    double half = 1.35 * who.eyeSize();
    for (int side = -1; side <= 1; side += 2) {
      double centre = side * who.eyeDistance();
      double left = centre - 0.7 * half;
      double right = centre + 0.7 * half;
      double top = -0.17 - 0.8 * half;
      double low = -0.17 + 0.8 * half;
      double[] lens = {
        centre - half, -0.17, left, top, right, top, centre + half, -0.17, right, low, left, low
      };
      sketch.outline(colour, rim, lens);
      sketch.line(colour, rim, centre + side * half, -0.2, side * who.halfWidth(), -0.22);
    }
    double gap = who.eyeDistance() - half;
    sketch.line(colour, rim, -gap, -0.2, 0, -0.23, gap, -0.2);
  }

  /** A slanted bar over one side of the face. */
  private void bar(Sketch sketch) {
    double side = x < 0 ? -1 : 1;
    double foot = side * (0.25 + 0.4 * Math.abs(x));
    sketch.line(colour, 0.1 + 0.08 * size, foot - 0.3 * y, -1.2, foot + 0.3 * y, 1.2);
  }

  /** Fingers held against the jaw on one side. */
  private void hand(Sketch sketch, Identity who) {
    double side = x < 0 ? -1 : 1;
    Color skin = Identity.mix(who.skin(), new Color(120, 60, 50), 0.2);
    Color edge = Identity.mix(skin, Color.BLACK, 0.35);
    double root = 0.62 + 0.25 * Math.abs(y);
    double reach = 0.42 + 0.2 * (1 - size);
    sketch.fill(
        skin,
        side * 0.55,
        root + 0.2,
        side * 0.75,
        root - 0.15,
        side * 1.1,
        root - 0.1,
        side * 1.1,
        root + 0.6,
        side * 0.6,
        root + 0.6);
    for (int finger = 0; finger < 4; finger++) {
      double at = root - 0.12 + 0.13 * finger;
      sketch.line(edge, 0.13, side * 0.95, at, side * reach, at - 0.1);
      sketch.line(skin, 0.11, side * 0.95, at, side * reach, at - 0.1);
    }
  }
}
