package org.logoformer.video;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.ImageRefusedException.Reason;
import org.logoformer.error.Message;

/**
 * Whether a file is as long as it says of itself. FFmpeg takes the end of a Matroska or AVI file
 * that was cut off for the end of the video, and says of an MP4 that lacks its index, which is
 * mostly its last part, only that the index is missing.
 */
final class FileEnd {
  // What may stand at the top of an MP4; whatever follows another name is no part of it.
  private static final Set<String> BOXES =
      Set.of(
          "ftyp", "styp", "moov", "moof", "mdat", "free", "skip", "wide", "pnot", "uuid", "meta",
          "sidx", "mfra", "udta", "emsg", "prft");
  private static final int HEAD = 16;
  private static final int EBML = 0x1a45dfa3;
  private static final int SEGMENT = 0x18538067;

  private final Source source;

  private FileEnd(Source source) {
    this.source = source;
  }

  /**
   * What is missing at the end, in words; empty if nothing is, or if it is a file of none of the
   * formats.
   *
   * @throws ImageRefusedException if it is empty, or an MP4 that is cut off: its index may be what
   *     is missing, and without all of that no frame is what it was
   */
  static String missing(Source source) throws IOException, ImageRefusedException {
    if (source.length() == 0) {
      throw new ImageRefusedException(Reason.EMPTY, "the file has no bytes");
    }
    return new FileEnd(source).missing();
  }

  private String missing() throws IOException, ImageRefusedException {
    ByteBuffer head = head(0);
    if (head.remaining() < HEAD) {
      return "";
    }
    if (head.getInt(0) == EBML) {
      return missing(matroska(head));
    }
    if (name(head, 0).equals("RIFF")) {
      return head.getInt(4) == 0
          ? "the file does not say how long it is, as recorders leave it that are stopped"
          : missing(avi());
    }
    String missing = missing(mp4());
    if (!missing.isEmpty()) {
      throw new ImageRefusedException(Reason.TRUNCATED, missing);
    }
    return "";
  }

  private String missing(long end) {
    return end <= source.length()
        ? ""
        : Message.of(
            "the file has %d bytes and says that it has at least %d", source.length(), end);
  }

  /** Boxes, each with its length in front of its name. */
  private long mp4() throws IOException, ImageRefusedException {
    long at = 0;
    while (at < source.length()) {
      ByteBuffer head = head(at);
      if (head.remaining() < 8 || !BOXES.contains(name(head, 4))) {
        return at;
      }
      long length = Integer.toUnsignedLong(head.getInt(0));
      if (length == 1 && head.remaining() >= HEAD) {
        length = head.getLong(8);
      }
      // 0: as far as the file goes. Others below the length of a head are nonsense.
      if (length < 8 || length > Long.MAX_VALUE - at) {
        return at;
      }
      at += length;
    }
    return at;
  }

  /** A chunk, or several if it is large, each with its length behind its name. */
  private long avi() throws IOException, ImageRefusedException {
    long at = 0;
    while (at < source.length()) {
      ByteBuffer head = head(at);
      if (head.remaining() < HEAD || !name(head, 0).equals("RIFF")) {
        return at;
      }
      at += 8 + Integer.toUnsignedLong(Integer.reverseBytes(head.getInt(4)));
    }
    return at;
  }

  /** A header and one segment, lengths of one to eight bytes. */
  private long matroska(ByteBuffer head) throws IOException, ImageRefusedException {
    head.position(Integer.BYTES);
    long header = number(head);
    if (header < 0 || header > source.length()) {
      return 0;
    }
    long at = head.position() + header;
    ByteBuffer segment = head(at);
    if (segment.remaining() < HEAD || segment.getInt() != SEGMENT) {
      return 0;
    }
    long length = number(segment);
    return length < 0 ? 0 : at + segment.position() + length;
  }

  /** A number whose first byte says how many bytes it has; -1 for "not known". */
  private static long number(ByteBuffer from) {
    int first = from.get() & 0xff;
    int more = Integer.numberOfLeadingZeros(first) - 24;
    if (more > 7) {
      return -1;
    }
    long mask = (1L << (7 * (more + 1))) - 1;
    long number = first;
    for (int i = 0; i < more; i++) {
      number = number << 8 | (from.get() & 0xff);
    }
    number &= mask;
    return number == mask ? -1 : number;
  }

  private static String name(ByteBuffer head, int at) {
    byte[] name = new byte[4];
    head.get(at, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /** Up to sixteen bytes from a place on. */
  private ByteBuffer head(long at) throws IOException, ImageRefusedException {
    byte[] head = new byte[HEAD];
    int filled = 0;
    while (filled < HEAD) {
      byte[] rest = new byte[HEAD - filled];
      int read = source.read(at + filled, rest);
      if (read <= 0) {
        break;
      }
      System.arraycopy(rest, 0, head, filled, read);
      filled += read;
    }
    return ByteBuffer.wrap(Arrays.copyOf(head, filled));
  }
}
