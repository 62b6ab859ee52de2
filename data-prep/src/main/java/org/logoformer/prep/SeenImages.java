package org.logoformer.prep;

import org.logoformer.clip.Frames;
import org.logoformer.clip.Orientation;
import org.logoformer.shard.SourceClip;

/** What the images or frames of one clip were like: what a shard of smaller frames does not tell any more. */
final class SeenImages {
  private int minWidth = Integer.MAX_VALUE;
  private int maxWidth;
  private int minHeight = Integer.MAX_VALUE;
  private int maxHeight;
  private int turned;

  /**
   * Another image.
   *
   * @param file its bytes
   * @param pixels what was decoded of them
   */
  void add(byte[] file, Frames pixels) {
    add(pixels);
    turned += Orientation.of(file) == Orientation.UPRIGHT ? 0 : 1;
  }

  /** Another frame of a video, turned as its file says. */
  void add(Frames frame) {
    minWidth = Math.min(minWidth, frame.width());
    maxWidth = Math.max(maxWidth, frame.width());
    minHeight = Math.min(minHeight, frame.height());
    maxHeight = Math.max(maxHeight, frame.height());
  }

  SourceClip of(String clip) {
    return new SourceClip(clip, minWidth, maxWidth, minHeight, maxHeight, turned);
  }
}
