package org.logoformer.prep;

import org.logoformer.clip.Frames;
import org.logoformer.clip.Orientation;
import org.logoformer.shard.SourceClip;

/** What the images of one clip were like: what a shard of smaller frames does not tell any more. */
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
    minWidth = Math.min(minWidth, pixels.width());
    maxWidth = Math.max(maxWidth, pixels.width());
    minHeight = Math.min(minHeight, pixels.height());
    maxHeight = Math.max(maxHeight, pixels.height());
    turned += Orientation.of(file) == Orientation.UPRIGHT ? 0 : 1;
  }

  SourceClip of(String clip) {
    return new SourceClip(clip, minWidth, maxWidth, minHeight, maxHeight, turned);
  }
}
