package org.logoformer.synth;

/**
 * What the muscles of a face do in one frame. Zero everywhere, with {@code lids} at 1, is a face at
 * rest; the other extremes are about 1.
 *
 * @param browRaise both brows up (positive) or down
 * @param browTilt inner ends of the brows down (positive, a frown) or up (worry)
 * @param lids opening of the eyes: 0 closed, 1 at rest, 1.5 wide
 * @param smile corners of the mouth up (positive) or down
 * @param jaw opening of the mouth, 0 to 1
 * @param stretch width of the mouth, relative to its width at rest, minus 1
 * @param sneer upper lip and nose pulled up on one side, 0 to 1
 */
record Expression(
    double browRaise,
    double browTilt,
    double lids,
    double smile,
    double jaw,
    double stretch,
    double sneer) {

  static final Expression REST = new Expression(0, 0, 1, 0, 0, 0, 0);

  /** Between sadness (-1), rest (0) and a broad smile (1). */
  static Expression mood(double level) {
    double joy = Math.max(0, level);
    double grief = Math.max(0, -level);
    return new Expression(
        0.25 * joy + 0.3 * grief,
        -0.9 * grief,
        1 - 0.3 * joy - 0.3 * grief,
        level,
        0.4 * joy,
        0.2 * level,
        0);
  }

  /** Between alarm (-1: brows up, eyes wide, mouth ajar), rest (0) and a frown (1). */
  static Expression threat(double level) {
    double frown = Math.max(0, level);
    double alarm = Math.max(0, -level);
    return new Expression(
        alarm - 0.6 * frown,
        frown - 0.35 * alarm,
        1 - 0.5 * frown + 0.45 * alarm,
        -0.25 * frown,
        0.35 * alarm,
        0.15 * alarm - 0.15 * frown,
        0);
  }

  /** From rest (0) to a dropped jaw under raised brows (1). */
  static Expression startle(double level) {
    return new Expression(0.8 * level, 0, 1 + 0.4 * level, 0, level, -0.3 * level, 0);
  }

  /** From rest (0) to a wrinkled nose and a lip pulled up on one side (1). */
  static Expression revulsion(double level) {
    return new Expression(
        -0.7 * level,
        0.45 * level,
        1 - 0.6 * level,
        -0.7 * level,
        0.3 * level,
        0.15 * level,
        level);
  }

  /** The same expression with lids closed by a share (0 to 1) and small movements added. */
  Expression with(double blink, double browTremor, double mouthTremor) {
    return new Expression(
        browRaise + browTremor,
        browTilt,
        lids * (1 - blink),
        smile + mouthTremor,
        jaw,
        stretch,
        sneer);
  }
}
