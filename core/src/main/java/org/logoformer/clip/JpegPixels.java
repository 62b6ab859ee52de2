package org.logoformer.clip;

import static org.bytedeco.leptonica.global.leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA;
import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import java.nio.IntBuffer;
import org.bytedeco.leptonica.PIX;
import org.logoformer.clip.ImageRefusedException.Reason;

/**
 * JPEG to RGB by libjpeg-turbo, the library inside Pillow, with the settings Pillow leaves as they
 * are: so the samples are the same, and the same on every JDK. Which JPEG is RGB and which is YCbCr
 * the library decides (a JFIF marker, then Adobe's, then the names of the components); colour
 * profiles and the orientation of cameras it does not read.
 *
 * <p>Leptonica is no more than the way in: it is the smallest library of JavaCPP's that brings
 * libjpeg-turbo along.
 */
final class JpegPixels {
  private static final int WHOLE = 1; // of the factors 1, 2, 4 and 8 that decoding can shrink by
  private static final int NO_PALETTE = 0;

  static {
    // It prints what goes wrong; here that is thrown.
    setMsgSeverity(L_SEVERITY_NONE);
  }

  private JpegPixels() {}

  /**
   * Decodes a file whose structure was checked.
   *
   * @throws ImageRefusedException if libjpeg-turbo gives up, or warns of more than odd markers: it
   *     makes up the missing part of a picture and calls it one
   */
  static Frames decode(JpegStructure structure, byte[] file) throws ImageRefusedException {
    int[] warnings = new int[1];
    PIX picture =
        pixReadMemJpeg(
            file, file.length, NO_PALETTE, WHOLE, warnings, L_JPEG_CONTINUE_WITH_BAD_DATA);
    if (picture == null) {
      throw new ImageRefusedException(Reason.CORRUPT, "libjpeg-turbo cannot decode it");
    }
    try {
      if (warnings[0] > structure.oddMarkers()) {
        throw new ImageRefusedException(
            Reason.CORRUPT,
            "libjpeg-turbo warns of damaged data and made up a part of the picture");
      }
      return new Frames(1, picture.h(), picture.w(), rgb(picture));
    } finally {
      pixDestroy(picture);
    }
  }

  private static byte[] rgb(PIX picture) {
    int height = picture.h();
    int width = picture.w();
    int words = picture.wpl();
    boolean grey = picture.d() == Byte.SIZE;
    IntBuffer data = picture.data().capacity((long) words * height).asBuffer();
    byte[] rgb = new byte[Math.toIntExact(Frames.bytesPerFrame(height, width))];
    int[] row = new int[words];
    for (int y = 0; y < height; y++) {
      data.get(row);
      if (grey) {
        unpackGrey(row, width, rgb, y * width * 3);
      } else {
        unpackRgb(row, width, rgb, y * width * 3);
      }
    }
    return rgb;
  }

  // A word holds four pixels, the first in its highest byte.
  private static void unpackGrey(int[] row, int width, byte[] rgb, int at) {
    int to = at;
    for (int x = 0; x < width; x++) {
      byte tone = (byte) (row[x >> 2] >>> (24 - 8 * (x & 3)));
      rgb[to++] = tone;
      rgb[to++] = tone;
      rgb[to++] = tone;
    }
  }

  // A word holds a pixel: red in its highest byte, its lowest unused.
  private static void unpackRgb(int[] row, int width, byte[] rgb, int at) {
    int to = at;
    for (int x = 0; x < width; x++) {
      int word = row[x];
      rgb[to++] = (byte) (word >>> 24);
      rgb[to++] = (byte) (word >>> 16);
      rgb[to++] = (byte) (word >>> 8);
    }
  }
}
