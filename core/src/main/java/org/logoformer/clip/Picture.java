package org.logoformer.clip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One decoded image, in memory that the next one takes again: for loops over many images. To be
 * used by one thread.
 *
 * <p>A pixel is a word, {@code 0xRRGGBB00}; rows follow each other without a gap.
 */
public final class Picture {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private int height;
  private int width;
  private int[] words = {};

  /** An empty one, to be decoded into. */
  public Picture() {}

  /** Pixels. */
  public int height() {
    return height;
  }

  /** Pixels. */
  public int width() {
    return width;
  }

  /**
   * The pixels, {@code height * width} of them; what lies behind them is of no meaning. Valid until
   * the next image is decoded.
   */
  public int[] words() {
    return words;
  }

  /**
   * Writes the pixels as 8-bit RGB.
   *
   * @param out receives {@code height * width * 3} samples from {@code at} on
   */
  public void samples(byte[] out, int at) {
    int[] from = words;
    int pixels = height * width;
    int to = at;
    int i = 0;
    // Eight pixels fill three numbers of eight bytes.
    for (; i + 8 <= pixels; i += 8, to += 24) {
      long c = rgb(from[i + 2]);
      long f = rgb(from[i + 5]);
      EIGHT_BYTES.set(out, to, rgb(from[i]) << 40 | rgb(from[i + 1]) << 16 | c >>> 8);
      EIGHT_BYTES.set(
          out, to + 8, c << 56 | rgb(from[i + 3]) << 32 | rgb(from[i + 4]) << 8 | f >>> 16);
      EIGHT_BYTES.set(out, to + 16, f << 48 | rgb(from[i + 6]) << 24 | rgb(from[i + 7]));
    }
    for (; i < pixels; i++, to += 3) {
      int word = from[i];
      out[to] = (byte) (word >>> 24);
      out[to + 1] = (byte) (word >>> 16);
      out[to + 2] = (byte) (word >>> 8);
    }
  }

  private static long rgb(int word) {
    return (word & 0xffffffffL) >>> 8;
  }

  /** A copy as one frame, {@code [1, height, width, 3]}. */
  public Frames frames() {
    byte[] rgb = new byte[Math.toIntExact(Frames.bytesPerFrame(height, width))];
    samples(rgb, 0);
    return new Frames(1, height, width, rgb);
  }

  /**
   * Makes room for an image whose words are filled in next.
   *
   * @return the words, of which the first {@code newHeight * newWidth} count; what they hold is of
   *     the image before
   */
  public int[] begin(int newHeight, int newWidth) {
    int pixels = Math.multiplyExact(newHeight, newWidth);
    if (words.length < pixels) {
      words = new int[pixels];
    }
    height = newHeight;
    width = newWidth;
    return words;
  }

  /** Becomes a copy of one frame, {@code [1, height, width, 3]}. */
  public void take(Frames frame) {
    take(frame, 0, 0, 0, frame.height(), frame.width());
  }

  /**
   * Becomes a copy of a part of a frame.
   *
   * @param top its first row
   * @param left its first column
   */
  public void take(Frames frames, int frame, int top, int left, int partHeight, int partWidth) {
    int[] into = begin(partHeight, partWidth);
    byte[] rgb = frames.rgb();
    int to = 0;
    for (int y = top; y < top + partHeight; y++) {
      int from = frames.frameOffset(frame) + (y * frames.width() + left) * 3;
      for (int end = to + partWidth; to < end; to++, from += 3) {
        into[to] =
            (rgb[from] << 24) | ((rgb[from + 1] & 0xff) << 16) | ((rgb[from + 2] & 0xff) << 8);
      }
    }
  }
}
