package org.logoformer.quality;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.LongStream;
import org.logoformer.clip.Frames;
import org.logoformer.provenance.Sha256;
import org.logoformer.transform.Resize;

/**
 * Looks at a clip, some frames at a time, so that the longest clip takes no more memory than those.
 */
public final class ClipLooks {
  /** The frames of a clip that are hashed; FERV39K's clips have fewer. */
  public static final int HASHED = 64;

  /** A picture whose tones span no more levels than these, of 255, shows nothing. */
  public static final int FLAT = 4;

  private static final int DIGITS = 32;

  private final int frames;
  private final MessageDigest pixels;
  private final Set<ByteBuffer> different = new HashSet<>();
  private final double[] luma;
  private final long[] hashes;
  private final boolean[] shows;
  private int seen;

  /**
   * @param frames how many the clip has
   */
  public ClipLooks(int frames) {
    this.frames = frames;
    this.pixels = Sha256.digest();
    this.luma = new double[frames];
    this.hashes = new long[frames];
    this.shows = new boolean[frames];
  }

  /** Looks at the next frames of the clip. */
  public void add(Frames next) {
    if (seen == 0) {
      pixels.update(ByteBuffer.allocate(8).putInt(next.height()).putInt(next.width()).flip());
    }
    Frames small = Resize.ANTIALIAS.apply(next, PerceptualHash.SIDE, PerceptualHash.SIDE);
    for (int i = 0; i < next.count(); i++) {
      byte[] frame = digest(next, i);
      pixels.update(frame);
      different.add(ByteBuffer.wrap(frame, 0, DIGITS / 2));
      look(small, i);
    }
  }

  /**
   * What was seen.
   *
   * @throws IllegalStateException if that is not the whole clip
   */
  public ClipLook look() {
    if (seen != frames) {
      throw new IllegalStateException("looked at " + seen + " of " + frames + " frames");
    }
    int flat = 0;
    for (boolean shown : shows) {
      flat += shown ? 0 : 1;
    }
    return new ClipLook(
        HexFormat.of().formatHex(pixels.digest()).substring(0, DIGITS),
        Arrays.stream(luma).average().orElse(0),
        Arrays.stream(luma).min().orElse(0),
        Arrays.stream(luma).max().orElse(0),
        flat,
        different.size(),
        chosen());
  }

  private long[] chosen() {
    int count = Math.min(frames, HASHED);
    return LongStream.range(0, count)
        .map(i -> count == 1 ? 0 : i * (frames - 1) / (count - 1))
        .filter(i -> shows[(int) i])
        .map(i -> hashes[(int) i])
        .toArray();
  }

  private void look(Frames small, int frame) {
    double[] tones = new double[PerceptualHash.SIDE * PerceptualHash.SIDE];
    double low = Double.MAX_VALUE;
    double high = 0;
    double sum = 0;
    for (int i = 0; i < tones.length; i++) {
      int at = small.frameOffset(frame) + 3 * i;
      byte[] rgb = small.rgb();
      // Luma of BT.601, as JPEG has it.
      double tone =
          0.299 * (rgb[at] & 0xff) + 0.587 * (rgb[at + 1] & 0xff) + 0.114 * (rgb[at + 2] & 0xff);
      tones[i] = tone;
      low = Math.min(low, tone);
      high = Math.max(high, tone);
      sum += tone;
    }
    luma[seen] = sum / tones.length;
    shows[seen] = high - low > FLAT;
    hashes[seen] = PerceptualHash.of(tones);
    seen++;
  }

  private static byte[] digest(Frames frames, int frame) {
    MessageDigest digest = Sha256.digest();
    digest.update(frames.rgb(), frames.frameOffset(frame), frames.frameBytes());
    return digest.digest();
  }
}
