package org.logoformer.video;

import org.logoformer.clip.Frames;

/**
 * How a decoded picture is turned before it is shown: by quarters, mirrored or not. A pixel at
 * column x and row y goes to column {@code xx * x + yx * y} and row {@code xy * x + yy * y}, but
 * for an offset that brings all of them to positive places.
 */
record Turn(int xx, int xy, int yx, int yy) {
  static final Turn NONE = new Turn(1, 0, 0, 1);

  // A display matrix holds a, b, u, c, d, v, x, y, w in rows; a to d are 16.16 fixed point.
  private static final int C = 3;
  private static final int D = 4;
  private static final double SLACK = Math.sin(Math.toRadians(1)); // as ffmpeg's

  /**
   * Of a display matrix.
   *
   * @param matrix its nine numbers
   * @throws IllegalArgumentException if it turns by something else than quarters
   */
  static Turn of(int[] matrix) {
    double scaleX = Math.hypot(matrix[0], matrix[C]);
    double scaleY = Math.hypot(matrix[1], matrix[D]);
    if (scaleX == 0 || scaleY == 0) {
      throw new IllegalArgumentException("its display matrix has no direction");
    }
    Turn turn =
        new Turn(
            quarter(matrix[0] / scaleX),
            quarter(matrix[1] / scaleY),
            quarter(matrix[C] / scaleX),
            quarter(matrix[D] / scaleY));
    if (Math.abs(turn.xx * turn.yy - turn.xy * turn.yx) != 1) {
      throw new IllegalArgumentException("its display matrix is no turn by quarters");
    }
    return turn;
  }

  private static int quarter(double cosine) {
    long whole = Math.round(cosine);
    if (Math.abs(cosine - whole) > SLACK) {
      throw new IllegalArgumentException(
          "it is to be shown turned by something else than 90, 180 or 270 degrees");
    }
    return (int) whole;
  }

  /** Whether height and width change places. */
  private boolean swaps() {
    return xx == 0;
  }

  Frames apply(Frames frame) {
    if (equals(NONE)) {
      return frame;
    }
    int height = swaps() ? frame.width() : frame.height();
    int width = swaps() ? frame.height() : frame.width();
    int left = xx + yx < 0 ? width - 1 : 0;
    int top = xy + yy < 0 ? height - 1 : 0;
    byte[] from = frame.rgb();
    byte[] to = new byte[from.length];
    int at = 0;
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        int pixel = 3 * ((top + xy * x + yy * y) * width + left + xx * x + yx * y);
        to[pixel] = from[at++];
        to[pixel + 1] = from[at++];
        to[pixel + 2] = from[at++];
      }
    }
    return new Frames(1, height, width, to);
  }
}
