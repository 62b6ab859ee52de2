package org.logoformer.clip;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.logoformer.clip.ImageRefusedException.Reason;

/**
 * JPEG of four channels, CMYK or YCCK, to RGB as Pillow's {@code convert("RGB")} has it: every
 * channel is taken for inverted, as Adobe writes them, and profiles are ignored.
 *
 * <p>What {@link JpegPixels} decodes by mixes the inks by a rule of its own, behind which they are
 * lost. The JDK hands the channels out as they are coded. Its decoders, libjpeg 6b or the system's
 * libjpeg-turbo, make the same samples of them but in one case: channels of half the height, which
 * libjpeg 6b only doubles. Those are smoothed here.
 */
final class CmykPixels {
  private static final int CHANNELS = 4;
  private static final int BLACK = 3;
  private static final int SOS = 0xda;

  // YCbCr to RGB with 16 bits behind the point, as libjpeg has it (jdcolor.c).
  private static final int RED_OF_CR = 91_881;
  private static final int GREEN_OF_CB = -22_554;
  private static final int GREEN_OF_CR = -46_802;
  private static final int BLUE_OF_CB = 116_130;
  private static final int HALF = 1 << 15;

  private CmykPixels() {}

  /** Asked for once, by the first such picture. */
  private static final class Jdk {
    static final boolean ONLY_DOUBLES = onlyDoubles();

    private static boolean onlyDoubles() {
      try (InputStream in = CmykPixels.class.getResourceAsStream("probe-440.jpg")) {
        if (in == null) {
          throw new FileNotFoundException("probe-440.jpg is not in the jar");
        }
        Raster raster = raster(in.readAllBytes());
        for (int y = 0; y + 1 < raster.getHeight(); y += 2) {
          for (int x = 0; x < raster.getWidth(); x++) {
            if (raster.getSample(x, y, 1) != raster.getSample(x, y + 1, 1)) {
              return false;
            }
          }
        }
        return true;
      } catch (IOException | ImageRefusedException e) {
        throw new IllegalStateException("cannot decode probe-440.jpg", e);
      }
    }
  }

  /**
   * Decodes a file whose structure was checked.
   *
   * @throws ImageRefusedException if the decoder gives up, or warns: it makes up the missing part
   *     of a picture and calls it one
   */
  static void decode(JpegStructure structure, byte[] file, Picture into)
      throws ImageRefusedException {
    Raster raster = raster(bare(file));
    int height = raster.getHeight();
    int width = raster.getWidth();
    byte[] samples = (byte[]) raster.getDataElements(0, 0, width, height, null);
    for (int channel = 0; channel < CHANNELS; channel++) {
      if (structure.isHalfHigh(channel) && Jdk.ONLY_DOUBLES) {
        smooth(samples, channel, height, width);
      }
    }
    int[] words = into.begin(height, width);
    for (int i = 0, at = 0; i < height * width; i++, at += CHANNELS) {
      if (structure.isYcck()) {
        toInks(samples, at);
      }
      int light = samples[at + BLACK] & 0xff;
      words[i] =
          painted(samples[at], light) << 24
              | painted(samples[at + 1], light) << 16
              | painted(samples[at + 2], light) << 8;
    }
  }

  private static Raster raster(byte[] file) throws ImageRefusedException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    AtomicInteger warnings = new AtomicInteger();
    reader.addIIOReadWarningListener((source, warning) -> warnings.incrementAndGet());
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      if (warnings.get() > 0) {
        throw new ImageRefusedException(
            Reason.CORRUPT, "libjpeg warns of damaged data and made up a part of the picture");
      }
      return raster;
    } catch (IOException | RuntimeException e) {
      // A decoder fed with nonsense fails in many ways; all of them mean the same.
      throw new ImageRefusedException(Reason.CORRUPT, "JPEG decoder says: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  /** Without what programs have noted, which the JDK reads: it warns of profiles that are none. */
  private static byte[] bare(byte[] file) {
    ByteArrayOutputStream bare = new ByteArrayOutputStream(file.length);
    bare.write(file, 0, 2);
    int at = 2;
    for (int marker = file[at + 1] & 0xff; marker != SOS; marker = file[at + 1] & 0xff) {
      int length = 1; // of what fills the gap between two segments
      if (marker != 0xff) {
        boolean alone = JpegStructure.isStandalone(marker);
        length = 2 + (alone ? 0 : (file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff));
        if (!JpegStructure.isNote(marker)) {
          bare.write(file, at, length);
        }
      }
      at += length;
    }
    bare.write(file, at, file.length - at);
    return bare.toByteArray();
  }

  /**
   * As libjpeg-turbo does it (h1v2_fancy_upsample): a quarter of each sample is its neighbour's.
   */
  private static void smooth(byte[] samples, int channel, int height, int width) {
    int row = CHANNELS * width;
    for (int at = channel; at < row; at += CHANNELS) {
      int above = samples[at] & 0xff;
      for (int y = 0; y < height; y += 2) {
        int here = samples[y * row + at] & 0xff;
        int below = y + 2 < height ? samples[(y + 2) * row + at] & 0xff : here;
        samples[y * row + at] = (byte) ((3 * here + above + 1) >> 2);
        if (y + 1 < height) {
          samples[(y + 1) * row + at] = (byte) ((3 * here + below + 2) >> 2);
        }
        above = here;
      }
    }
  }

  private static void toInks(byte[] samples, int at) {
    int y = samples[at] & 0xff;
    int cb = (samples[at + 1] & 0xff) - 128;
    int cr = (samples[at + 2] & 0xff) - 128;
    samples[at] = (byte) clamped(255 - (y + ((RED_OF_CR * cr + HALF) >> 16)));
    samples[at + 1] =
        (byte) clamped(255 - (y + ((GREEN_OF_CB * cb + HALF + GREEN_OF_CR * cr) >> 16)));
    samples[at + 2] = (byte) clamped(255 - (y + ((BLUE_OF_CB * cb + HALF) >> 16)));
  }

  /** What is left of white light behind black ink and one of another colour. */
  private static int painted(byte inverted, int light) {
    int product = (255 - (inverted & 0xff)) * light + 128;
    return clamped(light - (((product >> 8) + product) >> 8));
  }

  private static int clamped(int sample) {
    return Math.max(0, Math.min(255, sample));
  }
}
