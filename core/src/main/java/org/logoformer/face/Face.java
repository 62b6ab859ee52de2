package org.logoformer.face;

import java.util.List;

/** Where a face is in a frame. */
public sealed interface Face permits Face.Box, Face.Landmarks {
  /**
   * A rectangle of pixels.
   *
   * @param x where its left edge is, pixels from the left edge of the frame
   * @param y where its upper edge is, pixels from the upper edge of the frame
   * @param width pixels, above 0
   * @param height pixels, above 0
   */
  record Box(double x, double y, double width, double height) implements Face {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a number is not finite, or the box has no area
     */
    public Box {
      if (!Double.isFinite(x) || !Double.isFinite(y)) {
        throw new IllegalArgumentException("the box begins at " + x + ", " + y);
      }
      if (!(width > 0 && height > 0 && Double.isFinite(width) && Double.isFinite(height))) {
        throw new IllegalArgumentException("the box has the size " + width + " x " + height);
      }
    }
  }

  /**
   * Five points; left and right as seen in the picture.
   *
   * @param leftMouth corner of the mouth
   * @param rightMouth corner of the mouth
   */
  record Landmarks(Point leftEye, Point rightEye, Point nose, Point leftMouth, Point rightMouth)
      implements Face {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a number is not finite, or the points are no face
     */
    public Landmarks {
      // Fails for points that cannot be laid on those of a face.
      Similarity.between(List.of(leftEye, rightEye, nose, leftMouth, rightMouth), Template.POINTS);
    }

    /** In the order of the components. */
    public List<Point> points() {
      return List.of(leftEye, rightEye, nose, leftMouth, rightMouth);
    }

    /**
     * Whether it is the face in a mirror: the mouth is where the top of the head should be, seen
     * from the left eye to the right one.
     */
    public boolean isMirrored() {
      Point across = rightEye.minus(leftEye);
      return across.cross(leftMouth.minus(leftEye)) < 0
          && across.cross(rightMouth.minus(rightEye)) < 0;
    }
  }
}
