package org.logoformer.face;

import java.util.Arrays;
import java.util.List;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.ImageRefusedException.Reason;
import org.logoformer.clip.Picture;
import org.logoformer.error.Message;
import org.logoformer.transform.Resize;

/**
 * Cuts faces out of frames, one after the other, in memory that the next one takes again. To be
 * used by one thread.
 *
 * <p>Of a box it gives the square about its centre whose side is the longer one of the box, in
 * whole pixels, as they are. Landmarks are laid onto those of an upright face, and the square
 * around it is sampled bilinearly; so that a face larger than the crop does not alias, more densely
 * by a whole factor, unless resizing is plain. What lies outside of the frame is black.
 */
public final class FaceCropper {
  private final int size;
  private final double margin;
  private final Resize rule;
  private final long maxPixels;
  private final Picture crop = new Picture();

  /**
   * @param size side of the crops once they are resized, pixels
   * @param margin what is seen beyond a face on each side, as a share of its side
   * @param rule how they are resized
   * @param maxPixels of a crop before that; a face that needs more is refused
   */
  public FaceCropper(int size, double margin, Resize rule, long maxPixels) {
    this.size = size;
    this.margin = margin;
    this.rule = rule;
    this.maxPixels = maxPixels;
  }

  /**
   * Cuts out a face.
   *
   * @return a square, still to be resized to the size; valid until the next one is cut
   * @throws ImageRefusedException if the face is outside of the frame, or too large
   */
  public Picture crop(Picture frame, Face face) throws ImageRefusedException {
    if (face instanceof Face.Box box) {
      cut(frame, box);
    } else {
      align(frame, ((Face.Landmarks) face).points());
    }
    return crop;
  }

  private void cut(Picture frame, Face.Box box) throws ImageRefusedException {
    require(
        box.x() < frame.width()
            && box.y() < frame.height()
            && box.x() + box.width() > 0
            && box.y() + box.height() > 0,
        frame,
        box);
    double longer = Math.max(box.width(), box.height()) * (1 + 2 * margin);
    int side = side(Math.max(1, Math.floor(longer + 0.5)));
    int left = first(box.x() + box.width() / 2, side);
    int top = first(box.y() + box.height() / 2, side);
    int[] to = crop.begin(side, side);
    Arrays.fill(to, 0, side * side, 0);
    int begin = Math.max(0, left);
    int end = Math.min(frame.width(), left + side);
    for (int y = Math.max(0, top); y < Math.min(frame.height(), top + side); y++) {
      if (begin < end) {
        int at = (y - top) * side + begin - left;
        System.arraycopy(frame.words(), y * frame.width() + begin, to, at, end - begin);
      }
    }
  }

  private static int first(double centre, int side) {
    return (int) Math.floor(centre - side / 2.0 + 0.5);
  }

  private void align(Picture frame, List<Point> points) throws ImageRefusedException {
    require(
        points.stream().anyMatch(p -> p.x() > -0.5)
            && points.stream().anyMatch(p -> p.y() > -0.5)
            && points.stream().anyMatch(p -> p.x() < frame.width() - 0.5)
            && points.stream().anyMatch(p -> p.y() < frame.height() - 0.5),
        frame,
        points);
    double scale = Similarity.between(points, Template.in(size, margin)).scale();
    double denser = rule == Resize.ANTIALIAS ? Math.max(1, Math.floor(1 / scale + 0.5)) : 1;
    int side = side(size * denser);
    sample(
        frame,
        Similarity.between(points, Template.in(side, margin)).inverse(),
        side,
        crop.begin(side, side));
  }

  private static void sample(Picture frame, Similarity back, int side, int[] to) {
    Sampler sampler = new Sampler(frame);
    for (int y = 0, at = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        to[at++] = sampler.at(back.x(x, y), back.y(x, y));
      }
    }
  }

  private int side(double pixels) throws ImageRefusedException {
    if (pixels * pixels > maxPixels) {
      throw new ImageRefusedException(
          Reason.TOO_LARGE,
          Message.of(
              "the face takes %.0f x %.0f pixels, allowed are %d", pixels, pixels, maxPixels));
    }
    return (int) pixels;
  }

  private static void require(boolean inside, Picture frame, Object face)
      throws ImageRefusedException {
    if (!inside) {
      throw new ImageRefusedException(
          Reason.NO_FACE,
          Message.of(
              "%s is outside of the frame, which has %d x %d pixels",
              face, frame.width(), frame.height()));
    }
  }
}
