package org.logoformer.synth;

import java.awt.image.BufferedImage;
import org.logoformer.random.Keyed;

/**
 * Light and camera of a clip, applied to a drawn frame in this order: illumination, blur, noise.
 *
 * @param gain overall brightness
 * @param slopeX change of brightness from the middle to the right edge, relative
 * @param slopeY change of brightness from the middle to the lower edge, relative
 * @param warmth gain of red and loss of blue, relative
 * @param blur standard deviation of the blur, in 1/64 of the frame
 * @param noise standard deviation of the noise, grey levels
 */
record Camera(double gain, double slopeX, double slopeY, double warmth, double blur, double noise) {

  static Camera of(Keyed draws) {
    return new Camera(
        draws.nextDouble(0.85, 1.12),
        draws.nextDouble(-0.2, 0.2),
        draws.nextDouble(-0.2, 0.2),
        draws.nextDouble(-0.1, 0.1),
        draws.nextDouble(0.2, 0.6),
        draws.nextDouble(1, 5));
  }

  /** Replaces the pixels of an RGB image. The noise is keyed by {@code noiseKey} and the pixel. */
  void expose(BufferedImage image, long noiseKey) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    float[][] channels = new float[3][pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      double x = 2.0 * (i % width) / width - 1;
      int row = i / width;
      double y = 2.0 * row / height - 1;
      double light = gain * (1 + slopeX * x + slopeY * y);
      channels[0][i] = (float) ((pixels[i] >> 16 & 255) * light * (1 + warmth));
      channels[1][i] = (float) ((pixels[i] >> 8 & 255) * light);
      channels[2][i] = (float) ((pixels[i] & 255) * light * (1 - warmth));
    }
    float[] kernel = gaussian(blur * width / 64);
    for (int c = 0; c < 3; c++) {
      channels[c] = transposedBlur(channels[c], width, kernel);
      channels[c] = transposedBlur(channels[c], height, kernel);
    }
    for (int i = 0; i < pixels.length; i++) {
      long bits = Keyed.hash(noiseKey, i);
      // Shared by the channels, as grain mostly is, with a smaller part of each channel's own.
      double grain = uniform(bits, 0) + uniform(bits, 12);
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        double own = uniform(bits, 24 + 12 * c);
        rgb = rgb << 8 | clamp(channels[c][i] + noise * (1.2 * grain + own));
      }
      pixels[i] = rgb;
    }
    image.setRGB(0, 0, width, height, pixels, 0, width);
  }

  /** Blurs rows and transposes; twice makes the two-dimensional blur. Edges are repeated. */
  private static float[] transposedBlur(float[] from, int width, float[] kernel) {
    int height = from.length / width;
    int radius = kernel.length / 2;
    float[] to = new float[from.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int k = -radius; k <= radius; k++) {
          sum += kernel[k + radius] * from[y * width + Math.min(width - 1, Math.max(0, x + k))];
        }
        to[x * height + y] = sum;
      }
    }
    return to;
  }

  private static float[] gaussian(double sigma) {
    int radius = (int) Math.ceil(2.5 * sigma);
    float[] kernel = new float[2 * radius + 1];
    double sum = 0;
    for (int k = -radius; k <= radius; k++) {
      sum += kernel[k + radius] = (float) StrictMath.exp(-k * k / (2 * sigma * sigma));
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= (float) sum;
    }
    return kernel;
  }

  /** Uniform with mean 0 and variance 1/3, from 12 of the bits. */
  private static double uniform(long bits, int shift) {
    return ((bits >>> shift & 4095) - 2047.5) / 2048;
  }

  private static int clamp(double value) {
    return (int) Math.min(255, Math.max(0, Math.round(value)));
  }
}
