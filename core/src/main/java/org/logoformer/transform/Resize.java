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
    Resizer resizer = new Resizer(this);
    for (int f = 0; f < frames.count(); f++) {
      resizer.apply(frames, f, all, height, width, out, f * frameBytes);
    }
    return new Frames(frames.count(), height, width, out);
  }

  /** The filter from so many samples to so many. */
  Triangle triangle(int from, int to) {
    return this == ANTIALIAS ? Triangle.antialiased(from, to) : Triangle.plain(from, to);
  }
}
