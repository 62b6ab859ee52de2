package org.logoformer.kernels.onednn;

import org.logoformer.tensor.Tensor;

/**
 * How an image falls into tiles of 4x4 pixels.
 *
 * @param height in pixels
 * @param width in pixels
 * @param rows of tiles
 * @param columns of tiles
 */
record TileGrid(int height, int width, int rows, int columns) {
  /** Of images [N, H, W, C]. */
  static TileGrid of(Tensor images) {
    return of(images.size(1), images.size(2));
  }

  /** Of images of these sizes. */
  static TileGrid of(long h, long w) {
    int height = Math.toIntExact(h);
    int width = Math.toIntExact(w);
    return new TileGrid(height, width, tiles(height), tiles(width));
  }

  private static int tiles(int pixels) {
    return (pixels + Winograd.OUT - 1) / Winograd.OUT;
  }

  /**
   * Whether the 36 products of each tile are fewer than the 9 of each pixel. They are not where an
   * image is a single row or column, of whose kernels most taps lie outside of it: their gradient
   * is 0, which tiles have only up to rounding.
   */
  boolean gains() {
    return height * width * Winograd.TAPS > tiles() * Winograd.POINTS;
  }

  /** Tiles of an image. */
  int tiles() {
    return rows * columns;
  }
}
