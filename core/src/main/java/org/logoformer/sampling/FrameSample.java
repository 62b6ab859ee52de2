package org.logoformer.sampling;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.logoformer.clip.Frames;

/**
 * The F frames that the network sees of a clip: each is a frame of the clip, or lies between two
 * neighbours and is blended of them.
 *
 * @param earlier index of the frame at or before each
 * @param part how far each lies behind it, in units of 1/{@code unit} of the time between frames;
 *     0: it is that frame
 * @param unit positive
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record FrameSample(int[] earlier, int[] part, int unit) {
  /** Frames of the clip as they are. */
  static FrameSample picked(int... frames) {
    return new FrameSample(frames, new int[frames.length], 1);
  }

  /** F. */
  public int count() {
    return earlier.length;
  }

  /** Whether some are blended. */
  public boolean blends() {
    return Arrays.stream(part).anyMatch(p -> p > 0);
  }

  /** Whether frame {@code i} needs frame {@code n} of the clip. */
  public boolean needs(int i, int n) {
    return n == earlier[i] || (part[i] > 0 && n == earlier[i] + 1);
  }

  /** The same frames, the {@code i}-th of which was the {@code order[i]}-th. */
  public FrameSample permuted(int[] order) {
    return new FrameSample(
        Arrays.stream(order).map(i -> earlier[i]).toArray(),
        Arrays.stream(order).map(i -> part[i]).toArray(),
        unit);
  }

  /** Indices of the frames of the clip that are to be read, in the order that {@link #of} takes. */
  public int[] read() {
    return blends()
        ? IntStream.range(0, count()).flatMap(i -> IntStream.of(earlier[i], later(i))).toArray()
        : earlier;
  }

  /**
   * The F frames.
   *
   * @param read the frames at {@link #read}
   */
  public Frames of(Frames read) {
    if (!blends()) {
      return read;
    }
    int length = read.frameBytes();
    byte[] rgb = new byte[count() * length];
    for (int i = 0; i < count(); i++) {
      blend(
          i,
          read.rgb(),
          read.frameOffset(2 * i),
          read.rgb(),
          read.frameOffset(2 * i + 1),
          rgb,
          i * length,
          length);
    }
    return new Frames(count(), read.height(), read.width(), rgb);
  }

  /**
   * Frame {@code i} of its neighbours, frames of one size.
   *
   * @param before the one at or before it
   * @param after the one behind it
   */
  public Frames blended(int i, Frames before, Frames after) {
    byte[] rgb = new byte[before.frameBytes()];
    blend(i, before.rgb(), 0, after.rgb(), 0, rgb, 0, rgb.length);
    return new Frames(1, before.height(), before.width(), rgb);
  }

  /** Each sample is ((unit - part) before + part after) / unit, halves rounded up. */
  private void blend(
      int i, byte[] before, int b, byte[] after, int a, byte[] out, int at, int length) {
    int late = 2 * part[i];
    int early = 2 * unit - late;
    for (int k = 0; k < length; k++) {
      int sum = early * (before[b + k] & 0xff) + late * (after[a + k] & 0xff);
      out[at + k] = (byte) ((sum + unit) / (2 * unit));
    }
  }

  private int later(int i) {
    return part[i] > 0 ? earlier[i] + 1 : earlier[i];
  }
}
