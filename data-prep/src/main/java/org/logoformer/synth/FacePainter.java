package org.logoformer.synth;

import java.awt.Color;
import java.util.stream.IntStream;

/** Draws the features of one face, that is what an {@link Expression} moves. */
final class FacePainter {
  private static final Color EYE_WHITE = new Color(246, 244, 240);
  private static final Color PUPIL = new Color(16, 12, 12);
  private static final Color MOUTH_INSIDE = new Color(58, 16, 22);
  private static final Color TEETH = new Color(240, 236, 226);
  private static final double EYE_Y = -0.17;

  private final Sketch sketch;
  private final Identity who;
  private final Expression shown;
  private final Color shade;

  FacePainter(Sketch sketch, Identity who, Expression shown) {
    this.sketch = sketch;
    this.who = who;
    this.shown = shown;
    this.shade = Identity.mix(who.skin(), new Color(70, 30, 24), 0.42);
  }

  void paint() {
    nose();
    for (int side = -1; side <= 1; side += 2) {
      eye(side);
      brow(side);
      cheek(side);
    }
    mouth();
  }

  private void eye(int side) {
    double x = side * who.eyeDistance();
    double w = who.eyeSize();
    double open = w * 0.62 * shown.lids();
    double top = EYE_Y - open * 0.62;
    double bottom = EYE_Y + open * 0.5;
    double rim = EYE_Y + 0.01;
    double arch = top * 0.8 + EYE_Y * 0.2;
    double[] upper = {x - w, rim, x - 0.5 * w, arch, x, top, x + 0.5 * w, arch, x + w, rim};
    double[] lids = Sketch.join(upper, x + 0.5 * w, bottom, x - 0.5 * w, bottom);
    sketch.fill(EYE_WHITE, lids);
    sketch.clip(lids);
    sketch.dot(who.iris(), 0.44 * w, x, EYE_Y);
    sketch.dot(PUPIL, 0.22 * w, x, EYE_Y);
    sketch.dot(Color.WHITE, 0.08 * w, x + 0.12 * w, EYE_Y - 0.14 * w);
    sketch.unclip();
    sketch.line(Identity.mix(shade, Color.BLACK, 0.6), 0.028, upper);
    sketch.line(shade, 0.014, x - 0.8 * w, top - 0.045, x, top - 0.075, x + 0.8 * w, top - 0.045);
  }

  private void brow(int side) {
    double inner = who.eyeDistance() - 0.95 * who.eyeSize();
    double outer = who.eyeDistance() + 1.15 * who.eyeSize();
    double y = EYE_Y - who.browHeight() - 0.13 * shown.browRaise();
    double tilt = 0.12 * shown.browTilt();
    double middle = (inner + outer) / 2;
    double frown = 0.05 * Math.max(0, shown.browTilt());
    sketch.line(
        Identity.mix(who.hairColour(), shade, 0.15),
        who.browThickness(),
        side * (inner - frown),
        y + tilt + 0.02,
        side * middle,
        y - who.browArch() - 0.03 * Math.max(0, shown.browRaise()),
        side * outer,
        y + 0.04 - 0.35 * tilt);
    if (shown.browTilt() > 0.25) {
      double x = side * 0.055;
      sketch.line(shade, 0.022, x, y - 0.01, 0.8 * x, y + 0.14);
    }
  }

  private void cheek(int side) {
    double lift = Math.max(0, shown.smile());
    if (lift > 0.1 || shown.sneer() > 0.1) {
      double fold = Math.max(lift, shown.sneer());
      double nose = side * (who.noseWidth() + 0.05);
      double corner = side * (mouthHalfWidth() + 0.10);
      double end = corner + side * 0.02;
      Color tone = Identity.mix(who.skin(), shade, Math.min(1, fold));
      sketch.line(tone, 0.024, nose, 0.16, corner, 0.30, end, who.mouthHeight() - 0.02);
    }
  }

  private void nose() {
    double tip = EYE_Y + who.noseLength();
    double w = who.noseWidth();
    double pull = 0.06 * shown.sneer();
    sketch.line(
        Identity.mix(who.skin(), shade, 0.7), 0.02, 0.04, EYE_Y + 0.03, 0.055, tip - 0.1, w, tip);
    double wing = tip - 0.01 - pull;
    double low = tip + 0.035;
    double mid = tip + 0.02;
    sketch.line(shade, 0.026, -w, wing, -0.4 * w, low, 0, mid, 0.4 * w, low, w, wing);
    sketch.dot(Identity.mix(shade, Color.BLACK, 0.4), 0.022, -0.45 * w, tip + 0.012);
    sketch.dot(Identity.mix(shade, Color.BLACK, 0.4), 0.022, 0.45 * w, tip + 0.012);
    if (shown.sneer() > 0.15) {
      Color crease = Identity.mix(who.skin(), shade, Math.min(1, 1.2 * shown.sneer()));
      for (int i = 0; i < 3; i++) {
        double y = EYE_Y + 0.02 + 0.065 * i;
        sketch.line(crease, 0.02, -0.085, y + 0.02, 0, y, 0.085, y + 0.02);
      }
    }
  }

  private double mouthHalfWidth() {
    return who.mouthWidth() * (1 + shown.stretch());
  }

  private void mouth() {
    double half = mouthHalfWidth();
    double y = who.mouthHeight();
    double smile = shown.smile() + who.restSmile();
    double corner = y - 0.16 * smile;
    double gap = 0.34 * Math.max(0, shown.jaw());
    double lip = who.lipFullness();
    // The middle of the lips moves against the corners, so that the curve bends rather than shifts.
    double upper = y + 0.05 * smile - 0.3 * gap;
    double lower = y + 0.05 * smile + 0.7 * gap;
    double sneer = 0.13 * shown.sneer();
    double left = corner;
    double right = corner - 0.6 * sneer;
    double[] outside =
        around(
            half,
            0.5 * half,
            left,
            mid(left, upper) - 0.9 * lip,
            upper - 0.8 * lip - 0.4 * sneer,
            mid(right, upper) - 0.9 * lip - sneer,
            right,
            mid(right, lower) + lip - 0.3 * sneer,
            lower + 1.2 * lip,
            mid(left, lower) + lip);
    sketch.fill(who.lips(), outside);
    if (gap > 0.03) {
      double[] inside =
          around(
              0.85 * half,
              0.45 * half,
              left,
              mid(left, upper),
              upper - 0.4 * sneer,
              mid(right, upper) - 0.8 * sneer,
              right,
              mid(right, lower),
              lower,
              mid(left, lower));
      sketch.fill(MOUTH_INSIDE, inside);
      sketch.clip(inside);
      sketch.line(
          TEETH, 0.07, -0.6 * half, mid(left, upper), 0, upper, 0.6 * half, mid(right, upper));
      sketch.unclip();
    } else {
      double bent = mid(right, upper) - 0.5 * sneer;
      double[] seam = around(half, 0.5 * half, left, mid(left, upper), upper, bent, right);
      sketch.line(Identity.mix(who.lips(), Color.BLACK, 0.55), 0.024, seam);
    }
  }

  /**
   * Points around a mouth, clockwise from its left corner.
   *
   * @param corner distance of the corners from the middle
   * @param side distance of the points between corner and middle
   * @param y of as many of the eight points as are wanted
   */
  private static double[] around(double corner, double side, double... y) {
    double[] x = {-corner, -side, 0, side, corner, side, 0, -side};
    return IntStream.range(0, 2 * y.length)
        .mapToDouble(i -> i % 2 == 0 ? x[i / 2] : y[i / 2])
        .toArray();
  }

  private static double mid(double corner, double centre) {
    return 0.3 * corner + 0.7 * centre;
  }
}
