package org.logoformer.face;

import java.util.List;

/**
 * A turn, a scaling and a shift: {@code x' = a x - b y + dx, y' = b x + a y + dy}.
 *
 * <p>Read as complex numbers, {@code z' = w z + d}. That makes Umeyama's least squares (IEEE
 * Transactions on Pattern Analysis and Machine Intelligence 13(4), 1991) a quotient of two sums in
 * the plane, without a decomposition whose bits would depend on a library.
 */
record Similarity(double a, double b, double dx, double dy) {
  /**
   * The one that lays points onto others with the smallest sum of squared distances. It never
   * mirrors.
   *
   * @throws IllegalArgumentException if there is none: the points lie in one place, or are so
   *     scattered that no turn is better than another
   */
  static Similarity between(List<Point> from, List<Point> to) {
    Point fromMean = mean(from);
    Point toMean = mean(to);
    double squares = 0;
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < from.size(); i++) {
      Point p = from.get(i).minus(fromMean);
      Point q = to.get(i).minus(toMean);
      squares += p.x() * p.x() + p.y() * p.y();
      real += p.x() * q.x() + p.y() * q.y();
      imaginary += p.cross(q);
    }
    double a = real / squares;
    double b = imaginary / squares;
    double scale = a * a + b * b;
    // Also false for what is no number.
    if (!(scale > 0 && Double.isFinite(1 / scale))) {
      throw new IllegalArgumentException(
          "the points lie in one place, or not as those of a face: " + from);
    }
    return new Similarity(
        a,
        b,
        toMean.x() - (a * fromMean.x() - b * fromMean.y()),
        toMean.y() - (b * fromMean.x() + a * fromMean.y()));
  }

  private static Point mean(List<Point> points) {
    double x = 0;
    double y = 0;
    for (Point point : points) {
      x += point.x();
      y += point.y();
    }
    return new Point(x / points.size(), y / points.size());
  }

  /** By how much lengths grow. */
  double scale() {
    return Math.sqrt(a * a + b * b);
  }

  /** The way back. */
  Similarity inverse() {
    double scale = a * a + b * b;
    double backA = a / scale;
    double backB = -b / scale;
    return new Similarity(backA, backB, -(backA * dx - backB * dy), -(backB * dx + backA * dy));
  }

  double x(double x, double y) {
    return a * x - b * y + dx;
  }

  double y(double x, double y) {
    return b * x + a * y + dy;
  }
}
