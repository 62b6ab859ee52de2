package org.logoformer.clip;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.logoformer.clip.ImageRefusedException.Reason;

/** The chunks of a PNG file (ISO/IEC 15948), from signature to IEND, with their checksums. */
final class PngStructure {
  private static final long SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int IHDR = 0x49484452;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int AROUND_DATA = 12;

  private final ByteBuffer file;

  PngStructure(byte[] file) {
    this.file = ByteBuffer.wrap(file);
  }

  static boolean matches(byte[] file) {
    return file.length >= Long.BYTES && ByteBuffer.wrap(file).getLong(0) == SIGNATURE;
  }

  ImageHeader header() throws ImageRefusedException {
    ImageHeader header = null;
    boolean data = false;
    int at = Long.BYTES;
    while (true) {
      int length = chunkLength(at);
      int type = file.getInt(at + 4);
      if (header == null) {
        header = readHeader(type, at + 8, length);
      }
      data |= type == IDAT;
      if (type == IEND) {
        if (!data) {
          throw new ImageRefusedException(Reason.CORRUPT, "PNG without a picture in it");
        }
        return header;
      }
      at += length + AROUND_DATA;
    }
  }

  private int chunkLength(int at) throws ImageRefusedException {
    int left = file.capacity() - at;
    int length = left < AROUND_DATA ? 0 : file.getInt(at);
    if (length < 0) {
      throw new ImageRefusedException(Reason.CORRUPT, "PNG chunk longer than 2 GiB");
    }
    if (left < AROUND_DATA || length > left - AROUND_DATA) {
      throw new ImageRefusedException(
          Reason.TRUNCATED, "PNG ends at byte " + file.capacity() + " inside a chunk");
    }
    CRC32 crc = new CRC32();
    crc.update(file.array(), at + 4, length + 4);
    if ((int) crc.getValue() != file.getInt(at + 8 + length)) {
      throw new ImageRefusedException(
          Reason.CORRUPT, "PNG chunk at byte " + at + " does not match its checksum");
    }
    return length;
  }

  private ImageHeader readHeader(int type, int at, int length) throws ImageRefusedException {
    if (type != IHDR || length != 13) {
      throw new ImageRefusedException(Reason.CORRUPT, "PNG does not begin with its header");
    }
    return new ImageHeader(file.getInt(at), file.getInt(at + 4));
  }
}
