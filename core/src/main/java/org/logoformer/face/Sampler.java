package org.logoformer.face;

import org.logoformer.clip.Picture;

/** Samples of a picture between its pixels, bilinear; around the picture everything is black. */
final class Sampler {
  private final int[] words;
  private final int width;
  private final int height;

  Sampler(Picture picture) {
    this.words = picture.words();
    this.width = picture.width();
    this.height = picture.height();
  }

  /** The pixel at a place, {@code 0xRRGGBB00}. */
  int at(double x, double y) {
    // Also false for what is no number, and before the numbers are too large for pixels.
    if (!(x > -1 && y > -1 && x < width && y < height)) {
      return 0;
    }
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double low = y - top;
    int a = pixel(left, top);
    int b = pixel(left + 1, top);
    int c = pixel(left, top + 1);
    int d = pixel(left + 1, top + 1);
    int word = 0;
    for (int shift = 24; shift > 0; shift -= 8) {
      double upper = sample(a, shift) * (1 - right) + sample(b, shift) * right;
      double lower = sample(c, shift) * (1 - right) + sample(d, shift) * right;
      word |= (int) (upper * (1 - low) + lower * low + 0.5) << shift;
    }
    return word;
  }

  private int pixel(int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : words[y * width + x];
  }

  private static int sample(int word, int shift) {
    return word >>> shift & 0xff;
  }
}
