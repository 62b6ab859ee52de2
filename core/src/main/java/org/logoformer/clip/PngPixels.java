package org.logoformer.clip;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.logoformer.clip.ImageRefusedException.Reason;

/** PNG to RGB by the JDK, whose decoder is the same Java code everywhere. */
final class PngPixels {
  private PngPixels() {}

  /**
   * Decodes a file whose structure was checked.
   *
   * @throws ImageRefusedException if it cannot be decoded
   */
  static Frames decode(byte[] file) throws ImageRefusedException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      BufferedImage image = reader.read(0);
      return new Frames(1, image.getHeight(), image.getWidth(), RgbSamples.of(image));
    } catch (IOException | RuntimeException e) {
      // A decoder fed with nonsense fails in many ways; all of them mean the same.
      throw new ImageRefusedException(Reason.CORRUPT, "PNG decoder says: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }
}
