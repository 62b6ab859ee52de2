package org.logoformer.clip;

import static org.bytedeco.leptonica.global.leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA;
import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.getImagelibVersions;
import static org.bytedeco.leptonica.global.leptonica.getLeptonicaVersion;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.logoformer.clip.ImageRefusedException.Reason;

/**
 * JPEG to RGB by libjpeg-turbo, the library inside Pillow, with the settings Pillow leaves as they
 * are: so the samples are the same, and the same on every JDK. Which JPEG is RGB and which is YCbCr
 * the library decides (a JFIF marker, then Adobe's, then the names of the components); colour
 * profiles and the orientation of cameras it does not read.
 *
 * <p>Leptonica is no more than the way in: it is the smallest library of JavaCPP's that brings
 * libjpeg-turbo along. OpenCV's way in takes as long, and of damage it only prints a line.
 */
final class JpegPixels {
  private static final int WHOLE = 1; // of the factors 1, 2, 4 and 8 that decoding can shrink by
  private static final int NO_PALETTE = 0;
  private static final Pattern TURBO = Pattern.compile("libjpeg-turbo [^ )]+");

  static {
    // It prints what goes wrong; here that is thrown.
    setMsgSeverity(L_SEVERITY_NONE);
  }

  private JpegPixels() {}

  /** What decodes, such as {@code libjpeg-turbo 3.0.1}. */
  static String decoder() {
    // In parentheses behind the version of libjpeg whose interface it has.
    Matcher turbo = TURBO.matcher(getImagelibVersions().getString());
    return turbo.find() ? turbo.group() : "Leptonica " + getLeptonicaVersion().getString();
  }

  /**
   * Decodes a file whose structure was checked.
   *
   * @throws ImageRefusedException if libjpeg-turbo gives up, or warns of more than odd markers: it
   *     makes up the missing part of a picture and calls it one
   */
  static void decode(JpegStructure structure, byte[] file, Picture into)
      throws ImageRefusedException {
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
      copy(picture, into);
    } finally {
      pixDestroy(picture);
    }
  }

  private static void copy(PIX picture, Picture into) {
    int height = picture.h();
    int width = picture.w();
    int[] words = into.begin(height, width);
    IntPointer data = picture.data();
    if (picture.d() == Byte.SIZE) {
      int[] row = new int[picture.wpl()];
      for (int y = 0; y < height; y++) {
        data.position((long) y * row.length).get(row);
        unpackGrey(row, width, words, y * width);
      }
    } else {
      // A word holds a pixel: red in its highest byte, its lowest unused.
      data.get(words, 0, height * width);
    }
  }

  // A word holds four pixels, the first in its highest byte.
  private static void unpackGrey(int[] row, int width, int[] words, int at) {
    for (int x = 0; x < width; x++) {
      int tone = (row[x >> 2] >>> (24 - 8 * (x & 3))) & 0xff;
      words[at + x] = (tone << 24) | (tone << 16) | (tone << 8);
    }
  }
}
