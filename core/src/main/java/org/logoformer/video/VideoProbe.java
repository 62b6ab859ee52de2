package org.logoformer.video;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;

/**
 * What FFmpeg on this machine makes of videos that come with the program. A shard set with videos
 * records it, so that a machine that decodes otherwise is found out before it adds to the set.
 */
public final class VideoProbe {
  // Both codings with transforms of their own, and the two ways to RGB: by tables for even heights,
  // by the scaler for odd ones.
  private static final List<String> VIDEOS = List.of("probe-h264.mp4", "probe-mpeg4.avi");

  private VideoProbe() {}

  /** Decoded once, when first asked for. */
  private static final class Decoded {
    static final String CHECKSUM = decodeAll();
  }

  /**
   * CRC32C of all their samples, eight hexadecimal digits.
   *
   * @throws org.logoformer.error.ClusterException if this machine cannot load FFmpeg
   */
  public static String checksum() {
    Ffmpeg.load();
    return Decoded.CHECKSUM;
  }

  /**
   * The decoder and its version, such as {@code FFmpeg 8.0.1}.
   *
   * @throws org.logoformer.error.ClusterException if this machine cannot load FFmpeg
   */
  public static String decoder() {
    Ffmpeg.load();
    return Ffmpeg.version();
  }

  private static String decodeAll() {
    CRC32C crc = new CRC32C();
    for (String name : VIDEOS) {
      try (InputStream in = VideoProbe.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new FileNotFoundException(name + " is not in the jar");
        }
        add(new MemorySource(in.readAllBytes()), crc);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ImageRefusedException e) {
        throw new IllegalStateException("cannot decode " + name, e);
      }
    }
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  private static void add(Source source, CRC32C crc) throws IOException, ImageRefusedException {
    try (Video video = Video.open(source, ImageDecoder.DEFAULT_MAX_PIXELS)) {
      for (Optional<Frames> frame = video.next(); frame.isPresent(); frame = video.next()) {
        crc.update(frame.get().rgb());
      }
    }
  }
}
