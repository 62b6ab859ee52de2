package org.logoformer.shard;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Where the frames of a clip lie in a shard set: one after the other, from {@link #offset} on. The
 * arrays are never handed out.
 */
public final class Placement implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int shard;
  private final long offset;
  private final int height;
  private final int width;
  private final int[] ends; // of each frame, bytes from the offset
  private final int[] checksums; // CRC32C of each frame

  Placement(int shard, long offset, int height, int width, int[] lengths, int[] checksums) {
    this.shard = shard;
    this.offset = offset;
    this.height = height;
    this.width = width;
    this.ends = lengths.clone();
    Arrays.parallelPrefix(ends, Math::addExact);
    this.checksums = checksums.clone();
  }

  /** The number of the shard within its set. */
  public int shard() {
    return shard;
  }

  /** Bytes from the start of the shard's file to the first frame. */
  public long offset() {
    return offset;
  }

  /** Rows of the stored frames; of the first one, where the format is {@link ShardFormat#JPEG}. */
  public int height() {
    return height;
  }

  /** Columns of the stored frames, with the same exception. */
  public int width() {
    return width;
  }

  /** How many frames there are. */
  public int frames() {
    return ends.length;
  }

  /** Bytes from the first frame to frame i. */
  public int start(int frame) {
    return frame == 0 ? 0 : ends[frame - 1];
  }

  /** Bytes of frame i. */
  public int length(int frame) {
    return ends[frame] - start(frame);
  }

  /** Bytes of all frames. */
  public int bytes() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /** CRC32C of the bytes of frame i. */
  public int checksum(int frame) {
    return checksums[frame];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Placement that
        && shard == that.shard
        && offset == that.offset
        && height == that.height
        && width == that.width
        && Arrays.equals(ends, that.ends)
        && Arrays.equals(checksums, that.checksums);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(offset) * 31 + shard;
  }

  @Override
  public String toString() {
    return frames() + " frames of " + height + " x " + width + " in shard " + shard;
  }
}
