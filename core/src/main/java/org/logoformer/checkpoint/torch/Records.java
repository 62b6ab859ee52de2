package org.logoformer.checkpoint.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The records of a zip archive as torch.save writes it: stored, never compressed, perhaps with the
 * fields of zip64. The central directory says where they are.
 */
final class Records {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCAL_BYTES = 30;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_BYTES = 20;
  private static final int MOST_COMMENT = 65_535;
  private static final int MOST_DIRECTORY_BYTES = 16 << 20;
  private static final long WIDE = 0xffff_ffffL;

  private final Source source;
  private final Refusal refusal;
  private final Map<String, Entry> entries = new TreeMap<>();

  /** A record: the place of its local header, its length and CRC. */
  private record Entry(long header, long bytes, int crc) {}

  private record Directory(long start, long bytes, long entries) {}

  Records(Source source, Refusal refusal) throws IOException {
    this.source = source;
    this.refusal = refusal;
    Directory directory = directory();
    refusal.require(
        directory.bytes >= 0 && directory.bytes <= MOST_DIRECTORY_BYTES,
        "the directory of its archive has %d bytes".formatted(directory.bytes));
    ByteBuffer central = at(directory.start, (int) directory.bytes);
    for (long i = 0; i < directory.entries; i++) {
      entry(central);
    }
    refusal.require(!central.hasRemaining(), "the directory of its archive goes on behind its end");
  }

  /** Names of all records. */
  Iterable<String> names() {
    return entries.keySet();
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  /** Bytes of the record called {@code name}, which is there. */
  long bytes(String name) {
    return entries.get(name).bytes;
  }

  /** The content of the record called {@code name}, compared with its CRC. */
  byte[] read(String name) throws IOException {
    Entry entry = entries.get(name);
    refusal.require(
        entry.bytes <= Integer.MAX_VALUE - 8,
        "record %s has %d bytes; more than 2 GiB is not supported"
            .formatted(Refusal.shown(name), entry.bytes));
    ByteBuffer local = at(entry.header, LOCAL_BYTES);
    refusal.require(local.getInt() == LOCAL, "record " + Refusal.shown(name) + " is not there");
    int nameBytes = local.getShort(26) & 0xffff;
    int extraBytes = local.getShort(28) & 0xffff;
    byte[] content =
        at(entry.header + LOCAL_BYTES + nameBytes + extraBytes, (int) entry.bytes).array();
    CRC32 crc = new CRC32();
    crc.update(content);
    refusal.require(
        (int) crc.getValue() == entry.crc,
        "record %s has CRC %08x, its archive says %08x"
            .formatted(Refusal.shown(name), crc.getValue(), entry.crc));
    return content;
  }

  private ByteBuffer at(long position, int bytes) throws IOException {
    refusal.require(
        position >= 0 && bytes >= 0 && position <= source.length() - bytes,
        "its archive goes beyond the end of the file: it was cut off");
    byte[] content = new byte[bytes];
    source.read(position, content);
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Directory directory() throws IOException {
    int tail = (int) Math.min(source.length(), END_BYTES + MOST_COMMENT);
    long start = source.length() - tail;
    ByteBuffer buffer = at(start, tail);
    for (int i = tail - END_BYTES; i >= 0; i--) {
      boolean isEnd =
          buffer.getInt(i) == END && (buffer.getShort(i + 20) & 0xffff) == tail - i - END_BYTES;
      if (isEnd) {
        long entries = buffer.getShort(i + 10) & 0xffff;
        long bytes = buffer.getInt(i + 12) & WIDE;
        long offset = buffer.getInt(i + 16) & WIDE;
        boolean wide = entries == 0xffff || bytes == WIDE || offset == WIDE;
        return wide ? wideDirectory(start + i) : new Directory(offset, bytes, entries);
      }
    }
    throw refusal.damaged("its archive has no end: it was cut off");
  }

  private Directory wideDirectory(long end) throws IOException {
    ByteBuffer locator = at(end - LOCATOR_BYTES, LOCATOR_BYTES);
    refusal.require(locator.getInt() == LOCATOR_64, "its archive has no zip64 directory");
    ByteBuffer wide = at(locator.getLong(8), END_64_BYTES);
    refusal.require(wide.getInt() == END_64, "its archive has no zip64 directory");
    return new Directory(wide.getLong(48), wide.getLong(40), wide.getLong(32));
  }

  private void entry(ByteBuffer central) {
    refusal.require(
        central.remaining() >= CENTRAL_BYTES && central.getInt(central.position()) == CENTRAL,
        "the directory of its archive is damaged");
    int at = central.position();
    int nameBytes = central.getShort(at + 28) & 0xffff;
    int extraBytes = central.getShort(at + 30) & 0xffff;
    int commentBytes = central.getShort(at + 32) & 0xffff;
    int next = at + CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
    refusal.require(next <= central.limit(), "the directory of its archive is damaged");
    String name = new String(part(central, at + CENTRAL_BYTES, nameBytes), StandardCharsets.UTF_8);
    refusal.require(
        central.getShort(at + 10) == 0 && (central.getShort(at + 8) & 1) == 0,
        "record %s is compressed or encrypted, which torch.save never does"
            .formatted(Refusal.shown(name)));
    ByteBuffer extra =
        ByteBuffer.wrap(part(central, at + CENTRAL_BYTES + nameBytes, extraBytes))
            .order(ByteOrder.LITTLE_ENDIAN);
    long[] fields = {
      central.getInt(at + 24) & WIDE, central.getInt(at + 20) & WIDE, central.getInt(at + 42) & WIDE
    };
    widen(fields, extra);
    refusal.require(
        fields[0] == fields[1] && fields[0] >= 0 && fields[0] <= source.length(),
        "record %s claims %d bytes".formatted(Refusal.shown(name), fields[0]));
    Entry entry = new Entry(fields[2], fields[0], central.getInt(at + 16));
    refusal.require(
        entries.put(name, entry) == null, "record " + Refusal.shown(name) + " is there twice");
    central.position(next);
  }

  private static byte[] part(ByteBuffer buffer, int start, int length) {
    byte[] part = new byte[length];
    buffer.get(start, part);
    return part;
  }

  /** Takes fields that are all ones from the zip64 extra, which has those alone, in this order. */
  private void widen(long[] fields, ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = extra.getShort() & 0xffff;
      int size = extra.getShort() & 0xffff;
      refusal.require(size <= extra.remaining(), "the directory of its archive is damaged");
      int end = extra.position() + size;
      for (int i = 0; id == 1 && i < fields.length; i++) {
        if (fields[i] == WIDE) {
          refusal.require(end - extra.position() >= 8, "the directory of its archive is damaged");
          fields[i] = extra.getLong();
        }
      }
      extra.position(end);
    }
  }
}
