package org.logoformer.shard;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Writes one shard. The bytes depend on the clips and their order alone.
 *
 * <p>A record's key is the clip id; its value begins with the bytes {@code LGC1}, then format (0
 * raw, 1 image files), label, frames, height, width, for image files the length of each, all 32-bit
 * big-endian, then the frames.
 */
public final class ShardWriter implements Closeable {
  static final int MAGIC = 0x4c474331;

  private final String file;
  private final int number;
  private final SequenceFileOutput out;
  private int clips;
  private long frames;

  /**
   * Begins a shard.
   *
   * @param number of the shard within its set
   * @param out of its file; closed with this writer
   */
  public ShardWriter(int number, OutputStream out) throws IOException {
    this.file = Shard.fileName(number);
    this.number = number;
    this.out = new SequenceFileOutput(out, file);
  }

  /**
   * Appends a clip.
   *
   * @return where its frames lie
   */
  public Placement append(EncodedClip clip) throws IOException {
    byte[] header = header(clip);
    long length = header.length;
    for (byte[] chunk : clip.chunks()) {
      length += chunk.length;
    }
    long value =
        out.beginRecord(clip.id().getBytes(StandardCharsets.UTF_8), Math.toIntExact(length));
    out.write(header);
    for (byte[] chunk : clip.chunks()) {
      out.write(chunk);
    }
    clips++;
    frames += clip.lengths().length;
    return new Placement(
        number,
        value + header.length,
        clip.height(),
        clip.width(),
        clip.lengths(),
        checksums(clip));
  }

  /** Ends the file and closes it. */
  public Shard finish() throws IOException {
    out.close();
    return new Shard(file, out.position(), clips, frames, out.crc());
  }

  /** Closes the file; what has been written is no shard unless {@link #finish} was called. */
  @Override
  public void close() throws IOException {
    out.close();
  }

  private static byte[] header(EncodedClip clip) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(bytes);
    header.writeInt(MAGIC);
    header.writeInt(clip.format().code());
    header.writeInt(clip.label());
    header.writeInt(clip.lengths().length);
    header.writeInt(clip.height());
    header.writeInt(clip.width());
    if (clip.format() == ShardFormat.JPEG) {
      for (int length : clip.lengths()) {
        header.writeInt(length);
      }
    }
    return bytes.toByteArray();
  }

  private static int[] checksums(EncodedClip clip) {
    int[] lengths = clip.lengths();
    int[] checksums = new int[lengths.length];
    boolean together = clip.chunks().size() == 1 && lengths.length > 1;
    for (int i = 0, from = 0; i < lengths.length; i++) {
      CRC32C crc = new CRC32C();
      crc.update(clip.chunks().get(together ? 0 : i), together ? from : 0, lengths[i]);
      checksums[i] = (int) crc.getValue();
      from += lengths[i];
    }
    return checksums;
  }
}
