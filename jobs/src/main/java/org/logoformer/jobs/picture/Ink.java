package org.logoformer.jobs.picture;

import java.awt.Color;
import java.util.Locale;

/**
 * A colour by what it is used for, on light and on dark pages. Lines keep apart for the
 * colour-blind too; that they are told apart without any colour is the business of dashes and
 * markers.
 */
public enum Ink {
  /** What everything is drawn on. */
  GROUND(0xffffff, 0x171b21),
  /** Words and numbers. */
  TEXT(0x1f2933, 0xe6e9ed),
  /** Words of less weight: 5:1 on the ground, as small text needs. */
  MUTED(0x5f6b78, 0x98a3b0),
  /** Lines of a grid. */
  GRID(0xe4e8ec, 0x2c333c),
  /** First line of a chart. */
  FIRST(0x2563c9, 0x6ea8fe),
  /** Second line. */
  SECOND(0xc2570c, 0xf2a65a),
  /** Third line. */
  THIRD(0x0f7a5c, 0x4fd1a5),
  /** Fourth line. */
  FOURTH(0xa8386b, 0xe98bab),
  /** Fifth line. */
  FIFTH(0x6b4fbb, 0xb8a1f5),
  /** A cell of share 0. */
  LOW(0xf3f6fa, 0x1f252d),
  /** A cell of share 1. */
  HIGH(0x1c4f9c, 0x5b9bff),
  /** A number on a cell that is nearly {@link #HIGH}. */
  ON_HIGH(0xffffff, 0x0b1220);

  private static final Ink[] LINES = {FIRST, SECOND, THIRD, FOURTH, FIFTH};

  private final Color light;
  private final Color dark;

  Ink(int light, int dark) {
    this.light = new Color(light);
    this.dark = new Color(dark);
  }

  /** Ink of the {@code i}-th line of a chart; they repeat after the last. */
  static Ink line(int i) {
    return LINES[i % LINES.length];
  }

  Color of(Theme theme) {
    return theme == Theme.LIGHT ? light : dark;
  }

  /** As CSS writes it, such as {@code #1f2933}. */
  public String hex(Theme theme) {
    return String.format(Locale.ROOT, "#%06x", of(theme).getRGB() & 0xffffff);
  }

  /** The custom property of a page that holds it, such as {@code --ink-text}. */
  public String property() {
    return "--ink-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
