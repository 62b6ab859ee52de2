package org.logoformer.transform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.logoformer.clip.Frames;
import org.logoformer.clip.Picture;

/**
 * Resizes one image after the other, in memory that the next one takes again. To be used by one
 * thread.
 *
 * <p>Along rows, two rows are filtered at once: a sample of the upper one lies in the lower half of
 * a 64-bit number, the one below it in the upper half, so that one multiplication weighs both.
 * Along columns, the loops are over whole rows of 32-bit numbers, which the JIT compiler turns into
 * vector instructions.
 */
public final class Resizer {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BYTES = 0x000000ff_000000ffL;

  private final Resize filter;
  private long[] red = {};
  private long[] green = {};
  private long[] blue = {};

  // The rows made narrow last, row y at y modulo their number. Arrays of their own: between parts
  // of one array the compiler of JDK 17 sees dependences, and makes no vectors.
  private int[][] narrow = {};
  private int[] sums = {};

  /** One that resizes by the given rule. */
  public Resizer(Resize filter) {
    this.filter = filter;
  }

  /**
   * Resizes an image.
   *
   * @param out receives {@code height * width * 3} samples from {@code at} on
   */
  public void apply(Picture picture, int height, int width, byte[] out, int at) {
    if (picture.height() == height && picture.width() == width) {
      picture.samples(out, at);
      return;
    }
    int[] words = picture.words();
    int stride = picture.width();
    resize(
        filter.triangle(picture.width(), width),
        filter.triangle(picture.height(), height),
        (upper, lower) -> split(words, upper * stride, lower * stride, stride),
        out,
        at);
  }

  /**
   * Resizes a part of one frame; pixels outside it do not exist for the filter.
   *
   * @param out receives {@code height * width * 3} samples from {@code at} on
   */
  void apply(Frames in, int frame, Crop crop, int height, int width, byte[] out, int at) {
    byte[] rgb = in.rgb();
    int stride = in.width() * 3;
    int from = in.frameOffset(frame) + crop.top() * stride + crop.left() * 3;
    resize(
        filter.triangle(crop.width(), width),
        filter.triangle(crop.height(), height),
        (upper, lower) -> split(rgb, from + upper * stride, from + lower * stride, crop.width()),
        out,
        at);
  }

  /** Fills red, green and blue with two rows of an image. */
  private interface Source {
    void rows(int upper, int lower);
  }

  private void resize(Triangle columns, Triangle rows, Source source, byte[] out, int at) {
    int line = columns.outputs() * 3;
    prepare(columns, rows, line);
    int done = 0;
    for (int i = 0; i < rows.outputs(); i++) {
      while (done < rows.end(i)) {
        // Below the last row is none; what comes instead weighs nothing.
        source.rows(done, Math.min(done + 1, rows.inputs() - 1));
        columns.alongRows(red, green, blue, row(done), row(done + 1));
        done += 2;
      }
      rows.alongColumns(i, narrow, line, sums);
      pack(sums, line, out, at + i * line);
    }
  }

  private int[] row(int y) {
    return narrow[y % narrow.length];
  }

  // Behind the last sample and the last row lies what weighs nothing, so that every output takes
  // as many taps as the others.
  private void prepare(Triangle columns, Triangle rows, int line) {
    int samples = columns.inputs() + columns.taps();
    if (red.length < samples) {
      red = new long[samples];
      green = new long[samples];
      blue = new long[samples];
    }
    // Rows are made in twos, so there may be one more than an output needs.
    int kept = rows.taps() + 2;
    if (narrow.length != kept || sums.length < line) {
      sums = new int[line];
      narrow = new int[kept][line];
    }
  }

  private void split(int[] words, int upper, int lower, int width) {
    long[] r = red;
    long[] g = green;
    long[] b = blue;
    for (int x = 0; x < width; x++) {
      long both = (words[upper + x] & 0xffffffffL) | ((long) words[lower + x] << 32);
      r[x] = (both >>> 24) & LOW_BYTES;
      g[x] = (both >>> 16) & LOW_BYTES;
      b[x] = (both >>> 8) & LOW_BYTES;
    }
  }

  private void split(byte[] rgb, int upper, int lower, int width) {
    long[] r = red;
    long[] g = green;
    long[] b = blue;
    for (int x = 0, u = upper, l = lower; x < width; x++, u += 3, l += 3) {
      r[x] = (rgb[u] & 0xffL) | ((rgb[l] & 0xffL) << 32);
      g[x] = (rgb[u + 1] & 0xffL) | ((rgb[l + 1] & 0xffL) << 32);
      b[x] = (rgb[u + 2] & 0xffL) | ((rgb[l + 2] & 0xffL) << 32);
    }
  }

  /** Fixed-point numbers to bytes. */
  private static void pack(int[] sums, int count, byte[] out, int at) {
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      int low = four(sums, i);
      int high = four(sums, i + 4);
      EIGHT_BYTES.set(out, at + i, (low & 0xffffffffL) | ((long) high << 32));
    }
    for (; i < count; i++) {
      out[at + i] = (byte) (sums[i] >>> Triangle.FRACTION_BITS);
    }
  }

  private static int four(int[] sums, int i) {
    return (sums[i] >>> Triangle.FRACTION_BITS)
        | (sums[i + 1] >>> Triangle.FRACTION_BITS << 8)
        | (sums[i + 2] >>> Triangle.FRACTION_BITS << 16)
        | (sums[i + 3] >>> Triangle.FRACTION_BITS << 24);
  }
}
