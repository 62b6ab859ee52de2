package org.logoformer.clip;

/**
 * One decoded image, in memory that the next one takes again: for loops over many images. To be
 * used by one thread.
 *
 * <p>A pixel is a word, {@code 0xRRGGBB00}; rows follow each other without a gap.
 */
public final class Picture {
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
    int pixels = height * width;
    int to = at;
    for (int i = 0; i < pixels; i++) {
      int word = words[i];
      out[to] = (byte) (word >>> 24);
      out[to + 1] = (byte) (word >>> 16);
      out[to + 2] = (byte) (word >>> 8);
      to += 3;
    }
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
    int[] into = begin(frame.height(), frame.width());
    byte[] rgb = frame.rgb();
    for (int i = 0, from = 0; from < rgb.length; i++, from += 3) {
      into[i] = (rgb[from] << 24) | ((rgb[from + 1] & 0xff) << 16) | ((rgb[from + 2] & 0xff) << 8);
    }
  }
}
