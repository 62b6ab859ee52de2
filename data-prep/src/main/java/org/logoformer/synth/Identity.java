package org.logoformer.synth;

import java.awt.Color;
import org.logoformer.random.Keyed;

/**
 * One person: what stays the same in all of their clips. Lengths are in face units, in which the
 * frame reaches from -1 to 1 in both directions, y downwards.
 */
record Identity(
    double halfWidth,
    double jaw,
    double eyeDistance,
    double eyeSize,
    double browThickness,
    double browHeight,
    double browArch,
    double noseLength,
    double noseWidth,
    double mouthWidth,
    double mouthHeight,
    double lipFullness,
    double restSmile,
    Hair hair,
    Color skin,
    Color hairColour,
    Color iris,
    Color lips) {

  enum Hair {
    SHORT,
    FRINGE,
    PARTED,
    LONG,
    BALD
  }

  private static final Color[] SKINS = {
    new Color(250, 222, 200),
    new Color(238, 196, 164),
    new Color(218, 170, 132),
    new Color(180, 128, 92),
    new Color(142, 96, 68)
  };
  private static final Color[] HAIR = {
    new Color(28, 24, 24),
    new Color(62, 42, 30),
    new Color(112, 74, 42),
    new Color(196, 160, 96),
    new Color(150, 146, 144),
    new Color(134, 56, 30)
  };
  private static final Color[] IRISES = {
    new Color(58, 38, 26), new Color(88, 64, 36), new Color(70, 104, 74), new Color(74, 110, 150),
  };

  static Identity of(long seed, int id) {
    Keyed draws = Keyed.of(seed, "identity", id);
    Color skin = between(SKINS, draws.nextDouble());
    return new Identity(
        draws.nextDouble(0.68, 0.80),
        draws.nextDouble(0.62, 0.88),
        draws.nextDouble(0.29, 0.36),
        draws.nextDouble(0.15, 0.19),
        draws.nextDouble(0.055, 0.10),
        draws.nextDouble(0.27, 0.31),
        draws.nextDouble(0.02, 0.07),
        draws.nextDouble(0.28, 0.38),
        draws.nextDouble(0.09, 0.14),
        draws.nextDouble(0.27, 0.35),
        draws.nextDouble(0.45, 0.51),
        draws.nextDouble(0.045, 0.075),
        draws.nextDouble(-0.12, 0.12),
        Hair.values()[draws.nextInt(Hair.values().length)],
        skin,
        HAIR[draws.nextInt(HAIR.length)],
        IRISES[draws.nextInt(IRISES.length)],
        mix(skin, new Color(168, 52, 58), draws.nextDouble(0.45, 0.75)));
  }

  private static Color between(Color[] scale, double share) {
    double at = share * (scale.length - 1);
    int low = (int) at;
    return mix(scale[low], scale[low + 1], at - low);
  }

  /** The colour that is {@code share} of the way from {@code from} to {@code to}. */
  static Color mix(Color from, Color to, double share) {
    return new Color(
        (int) Math.round(from.getRed() + share * (to.getRed() - from.getRed())),
        (int) Math.round(from.getGreen() + share * (to.getGreen() - from.getGreen())),
        (int) Math.round(from.getBlue() + share * (to.getBlue() - from.getBlue())));
  }
}
