package org.logoformer.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a range of a file from its beginning, in pieces, and never beyond its end. */
final class Cursor {
  private static final int PIECE = 1 << 16;

  private final Source source;
  private final Refusal refusal;
  private final long end;
  private long position;
  private byte[] piece = {};
  private int at;

  /**
   * @param start first byte
   * @param end behind the last byte; not above the length of the file
   */
  Cursor(Source source, long start, long end, Refusal refusal) {
    this.source = source;
    this.position = start;
    this.end = end;
    this.refusal = refusal;
  }

  /** Place in the file of the next byte. */
  long position() {
    return position - (piece.length - at);
  }

  /** Bytes that are left. */
  long left() {
    return end - position();
  }

  int unsignedByte() throws IOException {
    if (at == piece.length) {
      refusal.require(position < end, "it ends too early: it was cut off");
      piece = new byte[(int) Math.min(PIECE, end - position)];
      source.read(position, piece);
      position += piece.length;
      at = 0;
    }
    return piece[at++] & 0xff;
  }

  /** The next bytes. */
  byte[] bytes(long count) throws IOException {
    refusal.require(
        count >= 0 && count <= left(), "it ends too early, or claims a length it does not have");
    byte[] bytes = new byte[Math.toIntExact(count)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) unsignedByte();
    }
    return bytes;
  }

  /** A number of {@code width} bytes, little-endian, without sign but for 8 bytes. */
  long number(int width) throws IOException {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (long) unsignedByte() << (8 * i);
    }
    return value;
  }

  /** Big-endian. */
  double real() throws IOException {
    return ByteBuffer.wrap(bytes(Double.BYTES)).order(ByteOrder.BIG_ENDIAN).getDouble();
  }
}
