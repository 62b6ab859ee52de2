package org.logoformer.jobs.picture;

/**
 * Where a picture is shown. Its text has {@link #TEXT} px at the nominal width, so a picture of its
 * own for phones keeps text legible there, where one for pages would be shrunk.
 */
public enum Format {
  /** Half a page, or a column of a paper. */
  PAGE(480, 290),
  /** A phone: at least 290 px are left for a picture there. */
  PHONE(290, 250);

  /** Height of most text, px. */
  static final double TEXT = 13;

  private final int width;
  private final int height;

  Format(int width, int height) {
    this.width = width;
    this.height = height;
  }

  int width() {
    return width;
  }

  /** Of a picture whose content does not say. */
  int height() {
    return height;
  }
}
