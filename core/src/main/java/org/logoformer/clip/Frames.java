package org.logoformer.clip;

/**
 * Frames of a clip, 8-bit RGB: {@code [count, height, width, 3]}, row-major, one byte per sample,
 * unsigned. The array is shared, not copied.
 *
 * @param count frames
 * @param height pixels
 * @param width pixels
 * @param rgb the samples, {@code count * height * width * 3} of them
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere; a copy would double the memory
public record Frames(int count, int height, int width, byte[] rgb) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a size is negative or the array does not fit
   */
  public Frames {
    if (count < 0 || height <= 0 || width <= 0) {
      throw new IllegalArgumentException(
          "no frames of " + count + " x " + height + " x " + width + " pixels");
    }
    if (rgb.length != (long) count * bytesPerFrame(height, width)) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are not " + count + " x " + height + " x " + width + " x 3");
    }
  }

  /** Bytes of one frame of this clip. */
  public int frameBytes() {
    return Math.toIntExact(bytesPerFrame(height, width));
  }

  /** Where frame i begins in {@link #rgb}. */
  public int frameOffset(int frame) {
    return Math.multiplyExact(frame, frameBytes());
  }

  /** Bytes of a frame of the given size, {@code height * width * 3}. */
  public static long bytesPerFrame(int height, int width) {
    return 3L * height * width;
  }
}
