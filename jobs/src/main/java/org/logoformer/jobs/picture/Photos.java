package org.logoformer.jobs.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.logoformer.clip.Frames;

/** Frames of clips as they are. */
public final class Photos {
  private static final int GAP = 2;

  private Photos() {}

  /** JPEG bytes of frames side by side. */
  public static byte[] strip(Frames frames) {
    int width = frames.count() * (frames.width() + GAP) - GAP;
    BufferedImage image = new BufferedImage(width, frames.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < frames.count(); i++) {
      draw(image, frames, i, i * (frames.width() + GAP), 0);
    }
    return encoded(image, "jpg");
  }

  /** Sets the pixels of a frame, its upper left corner at a place. */
  static void draw(BufferedImage image, Frames frames, int frame, int left, int top) {
    byte[] rgb = frames.rgb();
    int at = frames.frameOffset(frame);
    for (int y = 0; y < frames.height(); y++) {
      for (int x = 0; x < frames.width(); x++) {
        int tone = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
        image.setRGB(left + x, top + y, tone);
        at += 3;
      }
    }
  }

  static byte[] encoded(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IOException("this JDK writes no " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
