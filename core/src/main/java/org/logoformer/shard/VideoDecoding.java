package org.logoformer.shard;

import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.logoformer.error.Message;
import org.logoformer.video.VideoProbe;

/**
 * How the videos of a set became pixels.
 *
 * @param decoder such as {@code FFmpeg 8.0.1}; empty if there are none
 * @param probe {@link VideoProbe#checksum} of the machine that made the set; empty if there are
 *     none
 */
public record VideoDecoding(String decoder, String probe) implements Serializable {
  /** Of a set without videos. */
  public static final VideoDecoding NONE = new VideoDecoding("", "");

  /**
   * Decoding as this machine does it.
   *
   * @throws ClusterException if it cannot decode videos
   */
  public static VideoDecoding here() {
    return new VideoDecoding(VideoProbe.decoder(), VideoProbe.checksum());
  }

  /** Whether the set has no videos. */
  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * Makes sure that this machine makes the same pixels of a video, as far as is known.
   *
   * @param set its folder, for the message
   * @throws ClusterException if it does not, or cannot decode videos
   */
  public void requireSameHere(Path set) {
    if (isNone()) {
      return;
    }
    VideoDecoding here = here();
    if (!equals(here)) {
      throw new ClusterException(
          Message.of(
              "This machine decodes videos otherwise than the one that prepared %s: of the probe videos %s"
                  + " gives the CRC %s here, and %s gave %s there; use the same build of this program on"
                  + " all machines, or prepare the set again",
              set, here.decoder, here.probe, decoder, probe));
    }
  }
}
