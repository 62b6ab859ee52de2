package org.logoformer.shard;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.logoformer.clip.Frames;
import org.logoformer.clip.Picture;
import org.logoformer.shard.Origin.Pixels;

/**
 * Sums over pixels, from which mean and standard deviation follow. They are whole numbers, so the
 * order of adding does not matter.
 */
public final class PixelSums {
  // Of each value the value itself, and its square 32 bits above: one addition serves both.
  private static final long[] MOMENTS =
      LongStream.range(0, 256).map(v -> ((v * v) << 32) | v).toArray();

  // As many pixels as can be added before the squares overflow.
  private static final int RUN = 1 << 15;

  private long pixels;
  private final long[] sums = new long[3];
  private final long[] squares = new long[3];
  private final Lanes lanes = new Lanes();

  /** Nothing summed yet. */
  public PixelSums() {}

  PixelSums(long pixels, long[] sums, long[] squares) {
    this.pixels = pixels;
    System.arraycopy(sums, 0, this.sums, 0, 3);
    System.arraycopy(squares, 0, this.squares, 0, 3);
  }

  /** Adds every pixel of the frames. */
  public void add(Frames frames) {
    for (int f = 0; f < frames.count(); f++) {
      add(frames.rgb(), frames.frameOffset(f), frames.height() * frames.width());
    }
  }

  /** Adds {@code count} pixels, 8-bit RGB. */
  private void add(byte[] rgb, int from, int count) {
    int at = from;
    for (int left = count; left > 0; left -= RUN) {
      long red = 0;
      long green = 0;
      long blue = 0;
      for (int end = at + Math.min(left, RUN) * 3; at < end; at += 3) {
        red += MOMENTS[rgb[at] & 0xff];
        green += MOMENTS[rgb[at + 1] & 0xff];
        blue += MOMENTS[rgb[at + 2] & 0xff];
      }
      add(red, green, blue);
    }
    pixels += count;
  }

  /** Adds every pixel of a picture. */
  public void add(Picture picture) {
    int count = picture.height() * picture.width();
    int at = 0;
    while (at < count) {
      lanes.begin();
      // Of so many numbers none overflows.
      int end = (int) Math.min(count, at + (long) Lanes.COUNT * RUN);
      for (; at < end; at += Lanes.COUNT) {
        lanes.add(picture.words(), at, Math.min(Lanes.COUNT, end - at));
      }
      lanes.addTo(sums, squares);
    }
    pixels += count;
  }

  /** Many sums side by side, so that the JIT compiler adds by vector instructions. */
  private static final class Lanes {
    private static final int COUNT = 512;

    private final int[] some = new int[COUNT];
    private final int[][] sums = new int[3][COUNT];
    private final int[][] squares = new int[3][COUNT];

    private void begin() {
      for (int c = 0; c < 3; c++) {
        Arrays.fill(sums[c], 0);
        Arrays.fill(squares[c], 0);
      }
    }

    // At one index in all arrays: else the compiler of JDK 17 sees dependences.
    private void add(int[] words, int at, int count) {
      System.arraycopy(words, at, some, 0, count);
      addRed(some, count, sums[0], squares[0]);
      addGreen(some, count, sums[1], squares[1]);
      addBlue(some, count, sums[2], squares[2]);
    }

    private static void addRed(int[] words, int count, int[] sum, int[] square) {
      for (int i = 0; i < count; i++) {
        int sample = words[i] >>> 24;
        sum[i] += sample;
        square[i] += sample * sample;
      }
    }

    private static void addGreen(int[] words, int count, int[] sum, int[] square) {
      for (int i = 0; i < count; i++) {
        int sample = (words[i] >>> 16) & 0xff;
        sum[i] += sample;
        square[i] += sample * sample;
      }
    }

    private static void addBlue(int[] words, int count, int[] sum, int[] square) {
      for (int i = 0; i < count; i++) {
        int sample = (words[i] >>> 8) & 0xff;
        sum[i] += sample;
        square[i] += sample * sample;
      }
    }

    private void addTo(long[] allSums, long[] allSquares) {
      for (int c = 0; c < 3; c++) {
        allSums[c] += total(sums[c]);
        allSquares[c] += total(squares[c]);
      }
    }

    // Once a picture: a stream takes longer for it than the pixels of a small one.
    private static long total(int[] numbers) {
      long total = 0;
      for (int number : numbers) {
        total += number;
      }
      return total;
    }
  }

  private void add(long red, long green, long blue) {
    add(0, red);
    add(1, green);
    add(2, blue);
  }

  private void add(int channel, long moments) {
    sums[channel] += moments & 0xffffffffL;
    squares[channel] += moments >>> 32;
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
