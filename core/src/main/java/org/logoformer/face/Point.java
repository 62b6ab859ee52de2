package org.logoformer.face;

/**
 * A place in a picture, in pixels: whole numbers are the centres of pixels, x counts to the right
 * and y down from the upper left one.
 */
public record Point(double x, double y) {
  Point minus(Point other) {
    return new Point(x - other.x, y - other.y);
  }

  /** Positive if {@code other} is a turn to the right of this, as seen in a picture. */
  double cross(Point other) {
    return x * other.y - y * other.x;
  }
}
