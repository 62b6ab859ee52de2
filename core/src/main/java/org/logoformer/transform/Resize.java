package org.logoformer.transform;

import org.logoformer.clip.Frames;

/**
 * Bilinear resizing of 8-bit frames, first along rows, then along columns, each pass rounded to 8
 * bits, which is what Pillow does up to 12.3: {@link #ANTIALIAS} gives its samples in all shapes.
 *
 * <p>Pillow 13 gives the same except from {@code w x h} to {@code W x H} where h > H, w != W and h
 * - H > 2 max(0, w - W): upright images that shrink in height much more than in width. There it
 * takes columns first, and up to a quarter of its samples are another by one level.
 */
public enum Resize {
  /**
   * The triangle filter is widened by the shrinking factor, so that every source pixel counts:
   * Pillow's {@code BILINEAR}.
   */
  ANTIALIAS,
  /** Four neighbours per pixel whatever the factor: aliases when it shrinks. */
  PLAIN;

  /** All frames at the given size; the same object if they have it already. */
  public Frames apply(Frames frames, int height, int width) {
    if (frames.height() == height && frames.width() == width) {
      return frames;
    }
    byte[] out = new byte[Math.toIntExact(frames.count() * Frames.bytesPerFrame(height, width))];
    int frameBytes = Math.toIntExact(Frames.bytesPerFrame(height, width));
    Crop all = Crop.all(frames);
    for (int f = 0; f < frames.count(); f++) {
      apply(frames, f, all, height, width, out, f * frameBytes);
    }
    return new Frames(frames.count(), height, width, out);
  }

  /**
   * Resizes a part of one frame; pixels outside it do not exist for the filter.
   *
   * @param out receives {@code height * width * 3} samples from {@code at} on
   */
  void apply(Frames in, int frame, Crop crop, int height, int width, byte[] out, int at) {
    Triangle columns = filter(crop.width(), width);
    Triangle rows = filter(crop.height(), height);
    byte[] narrow = new byte[Math.toIntExact(Frames.bytesPerFrame(crop.height(), width))];
    int stride = in.width() * 3;
    int from = in.frameOffset(frame) + crop.top() * stride + crop.left() * 3;
    for (int y = 0; y < crop.height(); y++) {
      columns.alongRow(in.rgb(), from + y * stride, narrow, y * width * 3);
    }
    rows.alongColumns(narrow, width * 3, out, at);
  }

  private Triangle filter(int from, int to) {
    return this == ANTIALIAS ? Triangle.antialiased(from, to) : Triangle.plain(from, to);
  }
}
