package org.logoformer.clip;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.logoformer.clip.ImageRefusedException.Reason;

/**
 * Decodes JPEG and PNG files from strangers to 8-bit RGB.
 *
 * <p>The format is told by content. Grey, palette, alpha and 16-bit images become RGB as Pillow's
 * {@code convert("RGB")} has it: grey is repeated, alpha dropped, of 16 bits the upper 8 kept;
 * embedded colour profiles are ignored. Everything else is refused with a {@link Reason}: see
 * there. Safe for use by several threads.
 */
public final class ImageDecoder {
  /** Pixels of the largest image decoded where no limit is configured. */
  public static final long DEFAULT_MAX_PIXELS = 50_000_000;

  private final long maxPixels;

  /**
   * @param maxPixels an image larger than this is refused before it is decoded
   */
  public ImageDecoder(long maxPixels) {
    if (maxPixels <= 0) {
      throw new IllegalArgumentException("max-pixels must be positive, is " + maxPixels);
    }
    this.maxPixels = maxPixels;
  }

  /**
   * Decodes one image.
   *
   * @param file the whole file
   * @return one frame, {@code [1, height, width, 3]}
   * @throws ImageRefusedException with the reason
   */
  public Frames decode(byte[] file) throws ImageRefusedException {
    ImageHeader header = ImageHeader.parse(file);
    if ((long) header.width() * header.height() > maxPixels) {
      throw new ImageRefusedException(
          Reason.TOO_LARGE,
          header.width() + " x " + header.height() + " pixels, allowed are " + maxPixels);
    }
    BufferedImage image = read(header, file);
    if (image.getWidth() != header.width() || image.getHeight() != header.height()) {
      throw new ImageRefusedException(Reason.CORRUPT, "is not of the size its header says");
    }
    return new Frames(1, header.height(), header.width(), RgbSamples.of(image));
  }

  private static BufferedImage read(ImageHeader header, byte[] file) throws ImageRefusedException {
    String format = header.format().name();
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    List<String> warnings = new ArrayList<>();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      reader.setInput(in, true, true);
      BufferedImage image = reader.read(0);
      for (String warning : warnings) {
        if (isDamage(warning)) {
          throw new ImageRefusedException(Reason.CORRUPT, warning);
        }
      }
      return image;
    } catch (IOException | RuntimeException e) {
      // A decoder fed with nonsense fails in many ways; all of them mean the same.
      throw new ImageRefusedException(
          Reason.CORRUPT, format + " decoder says: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }

  // libjpeg makes up the missing pixels and warns. Stray bytes in front of a marker harm nothing.
  private static boolean isDamage(String warning) {
    return warning.startsWith("Premature end")
        || (warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous"));
  }
}
