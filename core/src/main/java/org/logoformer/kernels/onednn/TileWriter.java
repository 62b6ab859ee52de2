package org.logoformer.kernels.onednn;

import java.nio.FloatBuffer;

/** Makes images of the products of their tiles: A^T m A. */
final class TileWriter {
  private final TileGrid grid;
  private final int channels;
  private final float[][][] points;
  private final float[][][] columns;
  private final float[][] across;
  private final float[][] pixels;
  private final float[] row;

  private final TileTail tail;

  TileWriter(TileGrid grid, int channels, TileTail tail) {
    this.grid = grid;
    this.channels = channels;
    this.tail = tail;
    int length = grid.columns() * channels;
    points = new float[Winograd.IN][Winograd.IN][length];
    columns = new float[Winograd.IN][Winograd.OUT][length];
    across = new float[Winograd.IN][];
    pixels = new float[Winograd.OUT][length];
    row = new float[grid.columns() * Winograd.OUT * channels];
  }

  /**
   * Writes images.
   *
   * @param from [36, tiles of all images, C]
   * @param images [count, H, W, C]
   * @param added like the images, what the tail adds; null for nothing
   */
  void write(FloatBuffer from, int count, FloatBuffer images, FloatBuffer added) {
    for (int image = 0; image < count; image++) {
      write(from, count * grid.tiles(), image, images, added);
    }
  }

  private void write(
      FloatBuffer from, int tiles, int image, FloatBuffer images, FloatBuffer added) {
    int length = grid.columns() * channels;
    int width = grid.width() * channels;
    for (int tileRow = 0; tileRow < grid.rows(); tileRow++) {
      int at = (image * grid.tiles() + tileRow * grid.columns()) * channels;
      for (int point = 0; point < Winograd.POINTS; point++) {
        float[] values = points[point % Winograd.IN][point / Winograd.IN];
        from.get(point * tiles * channels + at, values, 0, length);
      }
      for (int j = 0; j < Winograd.IN; j++) {
        Winograd.output(points[j], columns[j], length);
      }
      int rows = Math.min(Winograd.OUT, grid.height() - tileRow * Winograd.OUT);
      for (int y = 0; y < rows; y++) {
        for (int j = 0; j < Winograd.IN; j++) {
          across[j] = columns[j][y];
        }
        Winograd.output(across, pixels, length);
        interleave();
        int place = (image * grid.height() + tileRow * Winograd.OUT + y) * width;
        tail.apply(row, added, place);
        images.put(place, row, 0, width);
      }
    }
  }

  private void interleave() {
    for (int tile = 0; tile < grid.columns(); tile++) {
      for (int x = 0; x < Winograd.OUT; x++) {
        int pixel = tile * Winograd.OUT + x;
        System.arraycopy(pixels[x], tile * channels, row, pixel * channels, channels);
      }
    }
  }
}
