package org.logoformer.clip;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Image files for tests, made in memory. */
public final class Images {
  private Images() {}

  /** A gradient whose every sample is known: see {@link #sample}. */
  public static byte[] rgb(String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, sample(x, y, 0) << 16 | sample(x, y, 1) << 8 | sample(x, y, 2));
      }
    }
    return file(format, image);
  }

  /** What {@link #rgb} draws. */
  public static int sample(int x, int y, int channel) {
    return (x * 9 + y * 5 + channel * 60) % 256;
  }

  static byte[] grey(String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    fill(image.getRaster(), 1);
    return file(format, image);
  }

  static byte[] deepPng(int bands, int width, int height) {
    int space = bands < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(space), false, false, 1, DataBuffer.TYPE_USHORT);
    WritableRaster raster = colours.createCompatibleWritableRaster(width, height);
    fill(raster, 256);
    return file("png", new BufferedImage(colours, raster, false, null));
  }

  static byte[] alphaPng(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_4BYTE_ABGR);
    fill(image.getRaster(), 1);
    return file("png", image);
  }

  static byte[] palettePng(int argb) {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
    for (int i = 0; i < 16; i++) {
      image.setRGB(i % 4, i / 4, argb);
    }
    return file("png", image);
  }

  private static void fill(WritableRaster raster, int scale) {
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int x = 0; x < raster.getWidth(); x++) {
        for (int band = 0; band < raster.getNumBands(); band++) {
          // Below the kept 8 bits lies something that must be cut off, not rounded.
          raster.setSample(x, y, band, sample(x, y, band) * scale + scale - 1);
        }
      }
    }
  }

  private static byte[] file(String format, BufferedImage image) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
