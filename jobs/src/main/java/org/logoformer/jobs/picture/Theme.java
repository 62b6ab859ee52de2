package org.logoformer.jobs.picture;

import java.awt.Color;
import java.util.List;

/**
 * Colours of a picture. The two line colours keep apart for the colour-blind too (blue and orange),
 * and cells go from the page's own ground to blue.
 *
 * @param lines of a chart, in order
 * @param low ground of a cell with share 0
 * @param high ground of a cell with share 1
 * @param deep share from which on a cell is too dark for {@code text}
 * @param onDeep colour of text on such a cell
 */
public record Theme(
    Color ground,
    Color text,
    Color muted,
    Color grid,
    List<Color> lines,
    Color low,
    Color high,
    double deep,
    Color onDeep) {
  /** For light pages. */
  public static final Theme LIGHT =
      new Theme(
          new Color(0xffffff),
          new Color(0x1f2933),
          new Color(0x6b7785),
          new Color(0xe4e8ec),
          List.of(new Color(0x2563c9), new Color(0xd9730d), new Color(0x0f8a6b)),
          new Color(0xf3f6fa),
          new Color(0x1c4f9c),
          0.65,
          Color.WHITE);

  /** For dark pages. */
  public static final Theme DARK =
      new Theme(
          new Color(0x171b21),
          new Color(0xe6e9ed),
          new Color(0x98a3b0),
          new Color(0x2c333c),
          List.of(new Color(0x6ea8fe), new Color(0xf2a65a), new Color(0x4fd1a5)),
          new Color(0x1f252d),
          new Color(0x5b9bff),
          0.6,
          new Color(0x0b1220));

  /** Colour of the {@code i}-th line of a chart; colours repeat after the last. */
  Color line(int i) {
    return lines.get(i % lines.size());
  }

  /** Colour of a cell, from the ground (share 0) to the strongest blue (share 1). */
  Color cell(double share) {
    return new Color(
        mix(low.getRed(), high.getRed(), share),
        mix(low.getGreen(), high.getGreen(), share),
        mix(low.getBlue(), high.getBlue(), share));
  }

  /** Colour of a number on a cell of that share. */
  Color onCell(double share) {
    return share > deep ? onDeep : text;
  }

  private static int mix(int low, int high, double share) {
    return (int) Math.round(low + (high - low) * Math.min(1, Math.max(0, share)));
  }
}
