package org.logoformer.prep;

import org.logoformer.clip.Orientation;
import org.logoformer.shard.SourceClip;

/**
 * What the images or frames of one clip were like: what a shard of smaller frames does not tell any
 * more.
 */
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
   * @param height pixels of what was decoded of them
   * @param width pixels of what was decoded of them
   */
  void add(byte[] file, int height, int width) {
    add(height, width);
    turned += Orientation.of(file) == Orientation.UPRIGHT ? 0 : 1;
  }

  /** Another frame of a video, turned as its file says. */
  void add(int height, int width) {
    minWidth = Math.min(minWidth, width);
    maxWidth = Math.max(maxWidth, width);
    minHeight = Math.min(minHeight, height);
    maxHeight = Math.max(maxHeight, height);
  }

  SourceClip of(String clip) {
    return new SourceClip(clip, minWidth, maxWidth, minHeight, maxHeight, turned);
  }
}
