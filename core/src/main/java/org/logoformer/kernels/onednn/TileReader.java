package org.logoformer.kernels.onednn;

import java.nio.FloatBuffer;

/**
 * Cuts images into overlapping tiles and transforms them along both dimensions. Works in heap
 * arrays, which the JIT compiler vectorises, a row of tiles at a time, which stays in cache.
 */
final class TileReader {
  /** A transform along one dimension. */
  @FunctionalInterface
  interface Transform {
    /** {@code length} elements of each array of {@code from} into the 6 of {@code to}. */
    void apply(float[][] from, float[][] to, int length);
  }

  private final TileGrid grid;
  private final int channels;
  private final Transform transform;
  private final int taken;
  private final int padding;
  private final float[] row;
  private final float[][] places;
  private final float[][][] transformed;
  private final float[][][] points;
  private final float[][] window;

  /** Tiles of 6x6 pixels, 2 apart from 4, around which the image is padded by 1: B^T d B. */
  static TileReader ofInputs(TileGrid grid, int channels) {
    return new TileReader(grid, channels, Winograd::input, Winograd.IN, 1);
  }

  /** Tiles of 4x4 pixels side by side: A d A^T. */
  static TileReader ofGradients(TileGrid grid, int channels) {
    return new TileReader(grid, channels, Winograd::gradient, Winograd.OUT, 0);
  }

  private TileReader(TileGrid grid, int channels, Transform transform, int taken, int padding) {
    this.grid = grid;
    this.channels = channels;
    this.transform = transform;
    this.taken = taken;
    this.padding = padding;
    int length = grid.columns() * channels;
    int rows = (grid.rows() - 1) * Winograd.OUT + taken;
    row = new float[grid.width() * channels];
    // Places outside of the image are never written and stay zero.
    places = new float[taken][length];
    transformed = new float[rows][Winograd.IN][length];
    points = new float[Winograd.IN][Winograd.IN][length];
    window = new float[taken][];
  }

  /**
   * Transforms images.
   *
   * @param images [count, H, W, C]
   * @param to [36, tiles of all images, C]
   */
  void read(FloatBuffer images, int count, FloatBuffer to) {
    for (int image = 0; image < count; image++) {
      read(images, image, to, count * grid.tiles());
    }
  }

  private void read(FloatBuffer images, int image, FloatBuffer to, int tiles) {
    int length = grid.columns() * channels;
    for (int y = 0; y < grid.height(); y++) {
      images.get((image * grid.height() + y) * row.length, row, 0, row.length);
      place();
      transform.apply(places, transformed[y + padding], length);
    }
    for (int tileRow = 0; tileRow < grid.rows(); tileRow++) {
      for (int j = 0; j < Winograd.IN; j++) {
        for (int i = 0; i < taken; i++) {
          window[i] = transformed[tileRow * Winograd.OUT + i][j];
        }
        transform.apply(window, points[j], length);
      }
      int at = (image * grid.tiles() + tileRow * grid.columns()) * channels;
      for (int point = 0; point < Winograd.POINTS; point++) {
        float[] values = points[point % Winograd.IN][point / Winograd.IN];
        to.put(point * tiles * channels + at, values, 0, length);
      }
    }
  }

  /** The row's pixels by their place in their tiles. */
  private void place() {
    for (int x = 0; x < grid.width(); x++) {
      int at = x + padding;
      int tile = at / Winograd.OUT;
      int place = at % Winograd.OUT;
      if (tile < grid.columns()) {
        System.arraycopy(row, x * channels, places[place], tile * channels, channels);
      }
      if (place + Winograd.OUT < taken && tile > 0) {
        System.arraycopy(
            row, x * channels, places[place + Winograd.OUT], (tile - 1) * channels, channels);
      }
    }
  }
}
