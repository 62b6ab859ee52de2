package org.logoformer.shard;

import java.util.Arrays;
import java.util.List;
import org.logoformer.clip.Frames;
import org.logoformer.shard.Origin.Pixels;

/**
 * Sums over pixels, from which mean and standard deviation follow. They are whole numbers, so the
 * order of adding does not matter.
 */
public final class PixelSums {
  private long pixels;
  private final long[] sums = new long[3];
  private final long[] squares = new long[3];

  /** Nothing summed yet. */
  public PixelSums() {}

  PixelSums(long pixels, long[] sums, long[] squares) {
    this.pixels = pixels;
    System.arraycopy(sums, 0, this.sums, 0, 3);
    System.arraycopy(squares, 0, this.squares, 0, 3);
  }

  /** Adds every pixel of the frames. */
  public void add(Frames frames) {
    byte[] rgb = frames.rgb();
    for (int i = 0; i < rgb.length; i += 3) {
      for (int c = 0; c < 3; c++) {
        int sample = rgb[i + c] & 0xff;
        sums[c] += sample;
        squares[c] += (long) sample * sample;
      }
    }
    pixels += rgb.length / 3;
  }

  /** Adds what others have summed. */
  public void add(PixelSums others) {
    pixels += others.pixels;
    for (int c = 0; c < 3; c++) {
      sums[c] += others.sums[c];
      squares[c] += others.squares[c];
    }
  }

  /** Mean and standard deviation on the scale 0..1; of no pixels, 0 and 0. */
  public Pixels statistics() {
    Double[] mean = new Double[3];
    Double[] std = new Double[3];
    for (int c = 0; c < 3; c++) {
      double average = pixels == 0 ? 0 : (double) sums[c] / pixels;
      double square = pixels == 0 ? 0 : (double) squares[c] / pixels;
      mean[c] = average / 255;
      std[c] = Math.sqrt(Math.max(0, square - average * average)) / 255;
    }
    return new Pixels(List.of(mean), List.of(std));
  }

  long pixels() {
    return pixels;
  }

  long[] sums() {
    return sums.clone();
  }

  long[] squares() {
    return squares.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PixelSums that
        && pixels == that.pixels
        && Arrays.equals(sums, that.sums)
        && Arrays.equals(squares, that.squares);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(pixels) + 31 * Arrays.hashCode(sums);
  }
}
