package org.logoformer.clip;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * What the decoder of this machine makes of pictures that come with the program. A shard set
 * records it, so that a machine that decodes otherwise is found out before it adds to the set.
 */
public final class DecoderProbe {
  // The chroma upsamplings in which decoders differ, and a picture of several scans.
  private static final List<String> PICTURES =
      List.of("probe-420.jpg", "probe-440.jpg", "probe-progressive.jpg");

  private static final String CHECKSUM = decodeAll();

  private DecoderProbe() {}

  /** CRC32C of all their samples, eight hexadecimal digits. */
  public static String checksum() {
    return CHECKSUM;
  }

  /** What decodes JPEGs and its version, such as {@code libjpeg-turbo 3.0.1}. */
  public static String decoder() {
    return JpegPixels.decoder();
  }

  private static String decodeAll() {
    ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);
    CRC32C crc = new CRC32C();
    for (String name : PICTURES) {
      try (InputStream in = DecoderProbe.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new FileNotFoundException(name + " is not in the jar");
        }
        crc.update(decoder.decode(in.readAllBytes()).rgb());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ImageRefusedException e) {
        throw new IllegalStateException("cannot decode " + name, e);
      }
    }
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
