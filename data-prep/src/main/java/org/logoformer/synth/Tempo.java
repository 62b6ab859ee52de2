package org.logoformer.synth;

import org.logoformer.random.Keyed;

/**
 * How fast and when the face of a clip moves; drawn without the class. Times are shares of the
 * clip, 0 its first frame and 1 its last.
 *
 * @param amplitude strength of the expression
 * @param middle time at which an onset is half done
 * @param span length of an onset
 * @param blinkAt middle of a blink; may lie outside of the clip
 * @param tremorSize strength of small movements that mean nothing
 * @param tremorRate their frequency, periods per clip
 * @param tremorPhase their phase, radians
 */
record Tempo(
    double amplitude,
    double middle,
    double span,
    double blinkAt,
    double tremorSize,
    double tremorRate,
    double tremorPhase) {

  private static final double BLINK = 0.05;

  static Tempo of(Keyed draws) {
    return new Tempo(
        draws.nextDouble(0.85, 1.1),
        draws.nextDouble(0.4, 0.6),
        draws.nextDouble(0.4, 0.8),
        draws.nextDouble(-1, 2),
        draws.nextDouble(0, 0.06),
        draws.nextDouble(0.5, 3),
        draws.nextDouble(0, 2 * Math.PI));
  }

  /** From 0 to 1, smoothly, around the middle. */
  double onset(double u) {
    return smooth((u - middle) / span + 0.5);
  }

  /** A fast rise and a slow fall back to a half. */
  double pulse(double u) {
    double start = middle - 0.4;
    return smooth((u - start) / (0.4 * span)) * (1 - 0.5 * smooth((u - middle) / span));
  }

  /** A slow rise that wavers. */
  double swell(double u) {
    double rise = smooth((u - middle + 0.4) / span);
    return rise * (0.85 + 0.15 * StrictMath.cos(2 * Math.PI * (tremorRate + 1) * u + tremorPhase));
  }

  /** Share by which the lids are closed: 1 in the middle of a blink. */
  double blink(double u) {
    return 1 - smooth(Math.abs(u - blinkAt) / BLINK);
  }

  double tremor(double u) {
    return tremorSize * StrictMath.sin(2 * Math.PI * tremorRate * u + tremorPhase);
  }

  private static double smooth(double x) {
    double t = Math.min(1, Math.max(0, x));
    return t * t * (3 - 2 * t);
  }
}
