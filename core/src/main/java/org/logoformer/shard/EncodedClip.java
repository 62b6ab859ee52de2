package org.logoformer.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.logoformer.clip.Frames;

/**
 * A clip as it is written.
 *
 * @param height of the first frame
 * @param width of the first frame
 * @param lengths bytes of each frame
 * @param chunks the frames, one after the other: one by one or all together
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record EncodedClip(
    String id,
    int label,
    ShardFormat format,
    int height,
    int width,
    int[] lengths,
    List<byte[]> chunks) {

  /**
   * Checks that there are frames.
   *
   * @throws IllegalArgumentException if there are none
   */
  public EncodedClip {
    if (lengths.length == 0) {
      throw new IllegalArgumentException("clip " + id + " has no frames");
    }
  }

  /**
   * A clip of pixels, frame by frame.
   *
   * @param frames one frame each, of one size
   * @throws IllegalArgumentException if they are of several sizes
   */
  public static EncodedClip raw(String id, int label, List<Frames> frames) {
    int height = frames.get(0).height();
    int width = frames.get(0).width();
    int[] lengths = new int[frames.size()];
    List<byte[]> pixels = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      Frames frame = frames.get(i);
      if (frame.count() != 1 || frame.height() != height || frame.width() != width) {
        throw new IllegalArgumentException("clip " + id + " has frames of several sizes");
      }
      lengths[i] = frame.frameBytes();
      pixels.add(frame.rgb());
    }
    return new EncodedClip(id, label, ShardFormat.RAW, height, width, lengths, pixels);
  }

  /** A clip of pixels. */
  public static EncodedClip raw(String id, int label, Frames frames) {
    int[] lengths = new int[frames.count()];
    Arrays.fill(lengths, frames.frameBytes());
    List<byte[]> pixels = List.of(frames.rgb());
    return new EncodedClip(
        id, label, ShardFormat.RAW, frames.height(), frames.width(), lengths, pixels);
  }

  /**
   * A clip of image files, JPEG or PNG.
   *
   * @param height of the first image
   * @param width of the first image
   */
  public static EncodedClip images(
      String id, int label, int height, int width, List<byte[]> files) {
    int[] lengths = files.stream().mapToInt(f -> f.length).toArray();
    return new EncodedClip(id, label, ShardFormat.JPEG, height, width, lengths, List.copyOf(files));
  }
}
