package org.logoformer.clip;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Samples of a decoded image as RGB bytes. They are taken from the raster, not through {@code
 * getRGB}, which converts colour spaces and so changes the values of grey images.
 */
final class RgbSamples {
  private RgbSamples() {}

  static byte[] of(BufferedImage image) {
    Raster raster = image.getRaster();
    byte[] rgb =
        new byte[Math.toIntExact(Frames.bytesPerFrame(image.getHeight(), image.getWidth()))];
    if (image.getColorModel() instanceof IndexColorModel palette) {
      fromPalette(raster, palette, rgb);
    } else {
      fromBands(raster, image.getColorModel().getComponentSize(0), rgb);
    }
    return rgb;
  }

  private static void fromPalette(Raster raster, IndexColorModel palette, byte[] rgb) {
    int width = raster.getWidth();
    int[] row = new int[width];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int entry : row) {
        rgb[to++] = (byte) palette.getRed(entry);
        rgb[to++] = (byte) palette.getGreen(entry);
        rgb[to++] = (byte) palette.getBlue(entry);
      }
    }
  }

  private static void fromBands(Raster raster, int bits, byte[] rgb) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    // One or two bands are grey (and alpha), three or four are colour (and alpha).
    int green = bands >= 3 ? 1 : 0;
    int blue = bands >= 3 ? 2 : 0;
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < row.length; x += bands) {
        rgb[to++] = (byte) eightBits(row[x], bits);
        rgb[to++] = (byte) eightBits(row[x + green], bits);
        rgb[to++] = (byte) eightBits(row[x + blue], bits);
      }
    }
  }

  private static int eightBits(int sample, int bits) {
    return bits >= 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1);
  }
}
