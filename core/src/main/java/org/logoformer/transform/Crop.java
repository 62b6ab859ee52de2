package org.logoformer.transform;

import org.logoformer.clip.Frames;
import org.logoformer.config.DataConfig.Augment;
import org.logoformer.random.Keyed;

/**
 * A rectangle of pixels, the same in every frame of a clip.
 *
 * @param top first row
 * @param left first column
 * @param height rows, positive
 * @param width columns, positive
 */
record Crop(int top, int left, int height, int width) {
  private static final int TRIES = 10;

  /** The whole frame. */
  static Crop all(Frames frames) {
    return new Crop(0, 0, frames.height(), frames.width());
  }

  /**
   * RandomResizedCrop of the Inception papers as torchvision has it: a rectangle of random area and
   * aspect ratio, ten tries, then the largest central one within the ratios.
   *
   * @param a the ranges; the aspect ratio is uniform in its logarithm
   */
  static Crop random(Keyed keyed, int height, int width, Augment a) {
    // StrictMath, so that a crop is the same on every machine.
    double low = StrictMath.log(a.cropRatio().low());
    double high = StrictMath.log(a.cropRatio().high());
    for (int i = 0; i < TRIES; i++) {
      double pixels =
          (double) height * width * keyed.nextDouble(a.cropArea().low(), a.cropArea().high());
      double r = StrictMath.exp(keyed.nextDouble(low, high));
      int w = (int) Math.rint(StrictMath.sqrt(pixels * r));
      int h = (int) Math.rint(StrictMath.sqrt(pixels / r));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        return new Crop(keyed.nextInt(height - h + 1), keyed.nextInt(width - w + 1), h, w);
      }
    }
    return central(height, width, a);
  }

  private static Crop central(int height, int width, Augment a) {
    double own = (double) width / height;
    int w = width;
    int h = height;
    if (own < a.cropRatio().low()) {
      h = Math.max(1, (int) Math.rint(width / a.cropRatio().low()));
    } else if (own > a.cropRatio().high()) {
      w = Math.max(1, (int) Math.rint(height * a.cropRatio().high()));
    }
    return new Crop((height - h) / 2, (width - w) / 2, h, w);
  }
}
