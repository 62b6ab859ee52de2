package org.logoformer.face;

import java.util.List;

/**
 * Where the landmarks of an upright face lie in a crop of {@value #SIDE} pixels: the alignment that
 * ArcFace (Deng et al., CVPR 2019) made common, and most aligned face data sets have.
 */
final class Template {
  /** Pixels. */
  static final int SIDE = 112;

  /** Left eye, right eye, nose, left and right corner of the mouth. */
  static final List<Point> POINTS =
      List.of(
          new Point(38.2946, 51.6963),
          new Point(73.5318, 51.5014),
          new Point(56.0252, 71.7366),
          new Point(41.5493, 92.3655),
          new Point(70.7299, 92.2041));

  private Template() {}

  /**
   * The points in a crop of another size, scaled as a picture is: about its edges, not about the
   * centres of its pixels.
   *
   * @param side of the crop, pixels
   * @param margin what is seen more on each side, as a share of the side without it
   */
  static List<Point> in(int side, double margin) {
    return POINTS.stream()
        .map(p -> new Point(scaled(p.x(), side, margin), scaled(p.y(), side, margin)))
        .toList();
  }

  private static double scaled(double centre, int side, double margin) {
    double half = SIDE / 2.0;
    double seen = half + (centre + 0.5 - half) / (1 + 2 * margin);
    return seen * side / SIDE - 0.5;
  }
}
