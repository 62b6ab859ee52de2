package org.logoformer.shard;

import java.util.Arrays;
import java.util.List;
import org.logoformer.clip.Frames;

/** A clip as it is written: its frames, one after the other, and their lengths. */
public final class EncodedClip {
  private final String id;
  private final int label;
  private final ShardFormat format;
  private final int height;
  private final int width;
  private final int[] lengths;
  private final List<byte[]> chunks;

  private EncodedClip(
      String id,
      int label,
      ShardFormat format,
      int height,
      int width,
      int[] lengths,
      List<byte[]> chunks) {
    if (lengths.length == 0) {
      throw new IllegalArgumentException("clip " + id + " has no frames");
    }
    this.id = id;
    this.label = label;
    this.format = format;
    this.height = height;
    this.width = width;
    this.lengths = lengths;
    this.chunks = chunks;
  }

  /**
   * A clip of pixels.
   *
   * @throws IllegalArgumentException if it has no frames
   */
  public static EncodedClip raw(String id, int label, Frames frames) {
    int[] lengths = new int[frames.count()];
    Arrays.fill(lengths, frames.frameBytes());
    return new EncodedClip(
        id,
        label,
        ShardFormat.RAW,
        frames.height(),
        frames.width(),
        lengths,
        List.of(frames.rgb()));
  }

  /**
   * A clip of image files, JPEG or PNG.
   *
   * @param height of the first image
   * @param width of the first image
   * @throws IllegalArgumentException if it has no frames
   */
  public static EncodedClip images(
      String id, int label, int height, int width, List<byte[]> files) {
    int[] lengths = files.stream().mapToInt(f -> f.length).toArray();
    return new EncodedClip(id, label, ShardFormat.JPEG, height, width, lengths, List.copyOf(files));
  }

  String id() {
    return id;
  }

  int label() {
    return label;
  }

  ShardFormat format() {
    return format;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  int[] lengths() {
    return lengths;
  }

  List<byte[]> chunks() {
    return chunks;
  }
}
