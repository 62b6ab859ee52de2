package org.logoformer.synth;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * A drawing surface on a turned head. Points are given in face units on the front view of a head at
 * rest, as x, y pairs; each is lifted onto an ellipsoid, turned by the pose and projected, so that
 * features on the far side of a turned head come out narrower.
 */
final class Sketch implements AutoCloseable {
  private static final double DEPTH = 0.55;
  private static final double HEIGHT = 1.0;

  private final Graphics2D graphics;
  private final Pose pose;
  private final double halfWidth;

  /**
   * @param halfWidth half the width of the head, face units
   */
  Sketch(BufferedImage image, Pose pose, double halfWidth) {
    this.pose = pose;
    this.halfWidth = halfWidth;
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    double half = image.getWidth() / 2.0;
    AffineTransform toPixels = AffineTransform.getTranslateInstance(half, half);
    toPixels.scale(half, half);
    graphics.setTransform(toPixels);
  }

  /** More points behind points. */
  static double[] join(double[] points, double... more) {
    return DoubleStream.concat(Arrays.stream(points), Arrays.stream(more)).toArray();
  }

  /** Covers the whole frame, whatever the pose. */
  void background(Paint paint) {
    graphics.setPaint(paint);
    graphics.fill(new java.awt.geom.Rectangle2D.Double(-1, -1, 2, 2));
  }

  /** Fills the smooth closed curve through the points. */
  void fill(Paint paint, double... xy) {
    graphics.setPaint(paint);
    graphics.fill(loop(xy));
  }

  /** Draws the smooth open curve through the points. */
  void line(Color colour, double width, double... xy) {
    graphics.setPaint(colour);
    graphics.setStroke(
        new BasicStroke(
            (float) (width * pose.scale()), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(curve(xy));
  }

  /** Draws the smooth closed curve through the points. */
  void outline(Color colour, double width, double... xy) {
    graphics.setPaint(colour);
    graphics.setStroke(new BasicStroke((float) (width * pose.scale())));
    graphics.draw(loop(xy));
  }

  /** Fills a disc around a point. */
  void dot(Color colour, double radius, double x, double y) {
    double[] centre = project(x, y);
    double r = radius * pose.scale();
    graphics.setPaint(colour);
    graphics.fill(new Ellipse2D.Double(centre[0] - r, centre[1] - r, 2 * r, 2 * r));
  }

  /** Restricts drawing to the inside of the smooth closed curve until {@link #unclip}. */
  void clip(double... xy) {
    graphics.setClip(loop(xy));
  }

  void unclip() {
    graphics.setClip(null);
  }

  @Override
  public void close() {
    graphics.dispose();
  }

  private Shape loop(double... xy) {
    int n = xy.length / 2;
    double[][] points = points(xy);
    Path2D path = new Path2D.Double();
    path.moveTo(points[0][0], points[0][1]);
    for (int i = 0; i < n; i++) {
      segment(path, points[(i + n - 1) % n], points[i], points[(i + 1) % n], points[(i + 2) % n]);
    }
    path.closePath();
    return path;
  }

  private Shape curve(double... xy) {
    int n = xy.length / 2;
    double[][] points = points(xy);
    Path2D path = new Path2D.Double();
    path.moveTo(points[0][0], points[0][1]);
    for (int i = 0; i + 1 < n; i++) {
      segment(
          path,
          points[Math.max(0, i - 1)],
          points[i],
          points[i + 1],
          points[Math.min(n - 1, i + 2)]);
    }
    return path;
  }

  /** The Catmull-Rom segment from b to c, between neighbours a and d, as a Bezier curve. */
  private static void segment(Path2D path, double[] a, double[] b, double[] c, double[] d) {
    path.curveTo(
        b[0] + (c[0] - a[0]) / 6,
        b[1] + (c[1] - a[1]) / 6,
        c[0] - (d[0] - b[0]) / 6,
        c[1] - (d[1] - b[1]) / 6,
        c[0],
        c[1]);
  }

  private double[][] points(double... xy) {
    double[][] points = new double[xy.length / 2][];
    for (int i = 0; i < points.length; i++) {
      points[i] = project(xy[2 * i], xy[2 * i + 1]);
    }
    return points;
  }

  private double[] project(double x, double y) {
    double flat = 1 - x * x / (halfWidth * halfWidth) - y * y / (HEIGHT * HEIGHT);
    double z = DEPTH * StrictMath.sqrt(Math.max(0, flat));
    double turnedX = x * StrictMath.cos(pose.yaw()) + z * StrictMath.sin(pose.yaw());
    double turnedY = y * StrictMath.cos(pose.pitch()) + z * StrictMath.sin(pose.pitch());
    double cos = pose.scale() * StrictMath.cos(pose.roll());
    double sin = pose.scale() * StrictMath.sin(pose.roll());
    return new double[] {
      cos * turnedX - sin * turnedY + pose.x(), sin * turnedX + cos * turnedY + pose.y()
    };
  }
}
