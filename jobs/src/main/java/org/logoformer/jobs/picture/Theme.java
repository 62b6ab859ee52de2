package org.logoformer.jobs.picture;

import java.awt.Color;

/**
 * Colours of a picture, once for light pages and once for dark ones. The two line colours keep
 * apart for the colour-blind too (blue and orange), and cells go from the page's own ground to
 * blue.
 */
public enum Theme {
  LIGHT(0xffffff, 0x1f2933, 0x6b7785, 0xe4e8ec, 0x2563c9, 0xd9730d, 0x0f8a6b, 0xf3f6fa, 0x1c4f9c),
  DARK(0x171b21, 0xe6e9ed, 0x98a3b0, 0x2c333c, 0x6ea8fe, 0xf2a65a, 0x4fd1a5, 0x1f252d, 0x5b9bff);

  private final Color ground;
  private final Color text;
  private final Color muted;
  private final Color grid;
  private final Color first;
  private final Color second;
  private final Color third;
  private final Color cellLow;
  private final Color cellHigh;

  Theme(
      int ground,
      int text,
      int muted,
      int grid,
      int first,
      int second,
      int third,
      int cellLow,
      int cellHigh) {
    this.ground = new Color(ground);
    this.text = new Color(text);
    this.muted = new Color(muted);
    this.grid = new Color(grid);
    this.first = new Color(first);
    this.second = new Color(second);
    this.third = new Color(third);
    this.cellLow = new Color(cellLow);
    this.cellHigh = new Color(cellHigh);
  }

  Color ground() {
    return ground;
  }

  Color text() {
    return text;
  }

  Color muted() {
    return muted;
  }

  Color grid() {
    return grid;
  }

  /** Colour of the {@code i}-th line of a chart; colours repeat after the last. */
  Color line(int i) {
    return switch (i % 3) {
      case 0 -> first;
      case 1 -> second;
      default -> third;
    };
  }

  /** Colour of a cell, from the ground (share 0) to the strongest blue (share 1). */
  Color cell(double share) {
    return new Color(
        mix(cellLow.getRed(), cellHigh.getRed(), share),
        mix(cellLow.getGreen(), cellHigh.getGreen(), share),
        mix(cellLow.getBlue(), cellHigh.getBlue(), share));
  }

  /** Colour of a number on a cell of that share: readable on light and on dark blue. */
  Color onCell(double share) {
    if (this == DARK) {
      return share > 0.6 ? new Color(0x0b1220) : text;
    }
    return share > 0.65 ? Color.WHITE : text;
  }

  private static int mix(int low, int high, double share) {
    return (int) Math.round(low + (high - low) * Math.min(1, Math.max(0, share)));
  }
}
