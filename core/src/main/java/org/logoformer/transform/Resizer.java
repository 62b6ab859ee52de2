package org.logoformer.transform;

import org.logoformer.clip.Frames;
import org.logoformer.clip.Picture;

/**
 * Resizes one image after the other, in memory that the next one takes again. To be used by one
 * thread.
 *
 * <p>Both passes filter lines of pixels into each other, sample by sample: loops over arrays that
 * the JIT compiler turns into vector instructions. So the image is turned first, columns becoming
 * lines, and turned back in between.
 */
public final class Resizer {
  /** Lines turned at once: what is read or written one beside the other then. */
  private static final int BAND = 8;

  /**
   * Rows filtered at once: long enough for vectors, and a bound to what is held of large images.
   */
  private static final int STRIP = 256;

  private final Resize filter;
  private final Triangle.Sums sums = new Triangle.Sums();

  // Arrays of their own: between parts of one array the compiler of JDK 17 sees dependences, and
  // makes no vectors.
  private int[][] columns = {};
  private int[][] narrow = {};
  private int[][] rows = {};
  private int[] line = {};
  private final Picture part = new Picture();

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
    apply(picture, height, width).samples(out, at);
  }

  /**
   * Resizes an image.
   *
   * @return the same one if it has the size already; else one that the next call takes again
   */
  public Picture apply(Picture picture, int height, int width) {
    if (picture.height() == height && picture.width() == width) {
      return picture;
    }
    resize(picture, height, width, part);
    return part;
  }

  /**
   * Resizes a part of one frame; pixels outside it do not exist for the filter.
   *
   * @param out receives {@code height * width * 3} samples from {@code at} on
   */
  void apply(Frames in, int frame, Crop crop, int height, int width, byte[] out, int at) {
    part.take(in, frame, crop.top(), crop.left(), crop.height(), crop.width());
    resize(part, height, width, part);
    part.samples(out, at);
  }

  private void resize(Picture from, int height, int width, Picture into) {
    Triangle across = filter.triangle(from.width(), width);
    Triangle down = filter.triangle(from.height(), height);
    columns = lines(columns, from.width(), STRIP);
    narrow = lines(narrow, width, STRIP);
    rows = lines(rows, from.height(), width);
    line = line.length < width ? new int[width] : line;
    for (int y = 0; y < from.height(); y += STRIP) {
      int count = Math.min(STRIP, from.height() - y);
      toColumns(from.words(), y * from.width(), from.width(), count);
      for (int i = 0; i < width; i++) {
        across.filter(i, columns, count, sums, narrow[i]);
      }
      toRows(width, y, count);
    }
    int[] words = into.begin(height, width);
    for (int i = 0; i < height; i++) {
      down.filter(i, rows, width, sums, line);
      System.arraycopy(line, 0, words, i * width, width);
    }
  }

  /** Those that are there already, if they are as many and as long as needed. */
  private static int[][] lines(int[][] there, int count, int length) {
    return there.length >= count && there[0].length >= length ? there : new int[count][length];
  }

  /** Turns {@code count} rows of {@code width} pixels. */
  private void toColumns(int[] words, int from, int width, int count) {
    int x = 0;
    for (; x + BAND <= width; x += BAND) {
      int[] a = columns[x];
      int[] b = columns[x + 1];
      int[] c = columns[x + 2];
      int[] d = columns[x + 3];
      int[] e = columns[x + 4];
      int[] f = columns[x + 5];
      int[] g = columns[x + 6];
      int[] h = columns[x + 7];
      for (int y = 0, at = from + x; y < count; y++, at += width) {
        a[y] = words[at];
        b[y] = words[at + 1];
        c[y] = words[at + 2];
        d[y] = words[at + 3];
        e[y] = words[at + 4];
        f[y] = words[at + 5];
        g[y] = words[at + 6];
        h[y] = words[at + 7];
      }
    }
    for (; x < width; x++) {
      for (int y = 0; y < count; y++) {
        columns[x][y] = words[from + y * width + x];
      }
    }
  }

  /** Turns what became of them, which is {@code width} pixels wide, back into rows. */
  private void toRows(int width, int firstRow, int count) {
    int x = 0;
    for (; x + BAND <= width; x += BAND) {
      int[] a = narrow[x];
      int[] b = narrow[x + 1];
      int[] c = narrow[x + 2];
      int[] d = narrow[x + 3];
      int[] e = narrow[x + 4];
      int[] f = narrow[x + 5];
      int[] g = narrow[x + 6];
      int[] h = narrow[x + 7];
      for (int y = 0; y < count; y++) {
        int[] row = rows[firstRow + y];
        row[x] = a[y];
        row[x + 1] = b[y];
        row[x + 2] = c[y];
        row[x + 3] = d[y];
        row[x + 4] = e[y];
        row[x + 5] = f[y];
        row[x + 6] = g[y];
        row[x + 7] = h[y];
      }
    }
    for (; x < width; x++) {
      for (int y = 0; y < count; y++) {
        rows[firstRow + y][x] = narrow[x][y];
      }
    }
  }
}
