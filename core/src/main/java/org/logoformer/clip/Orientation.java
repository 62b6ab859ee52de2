package org.logoformer.clip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a camera was held, as the Exif data of a picture tell (CIPA DC-008, tag 274): of JPEG in its
 * first segment APP1 that holds such data, of PNG in its chunk {@code eXIf}. What is damaged or
 * outside of 1 to 8 counts as upright, for nobody can say how it lies. XMP is not read.
 */
public final class Orientation {
  /** The value of a picture that is stored as it is to be seen. */
  public static final int UPRIGHT = 1;

  private static final int LARGEST = 8;
  private static final int TAG = 274;
  private static final int SHORT = 3;
  private static final int ENTRY = 12; // bytes
  private static final int SOS = 0xda;
  private static final int APP1 = 0xe1;
  private static final int PNG_EXIF = 0x65584966;
  private static final int PNG_END = 0x49454e44;
  private static final byte[] NAME = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  private Orientation() {}

  /** From 1 to 8; {@link #UPRIGHT} where the file does not say, or is neither JPEG nor PNG. */
  public static int of(byte[] file) {
    if (JpegStructure.matches(file)) {
      return ofJpeg(ByteBuffer.wrap(file));
    }
    return PngStructure.matches(file) ? ofPng(ByteBuffer.wrap(file)) : UPRIGHT;
  }

  private static int ofJpeg(ByteBuffer file) {
    int at = 2;
    while (at + 4 <= file.limit() && (file.get(at) & 0xff) == 0xff) {
      int marker = file.get(at + 1) & 0xff;
      if (marker == 0xff) { // padding
        at++;
        continue;
      }
      int length = file.getShort(at + 2) & 0xffff;
      if (marker == SOS || length < 2 || length > file.limit() - at - 2) {
        return UPRIGHT;
      }
      if (marker == APP1 && length >= 2 + NAME.length && named(file, at + 4)) {
        return ofTiff(file.slice(at + 4 + NAME.length, length - 2 - NAME.length));
      }
      at += 2 + length;
    }
    return UPRIGHT;
  }

  private static boolean named(ByteBuffer file, int at) {
    return file.slice(at, NAME.length).equals(ByteBuffer.wrap(NAME));
  }

  private static int ofPng(ByteBuffer file) {
    int at = Long.BYTES;
    while (at <= file.limit() - 12) {
      int length = file.getInt(at);
      int type = file.getInt(at + 4);
      if (length < 0 || length > file.limit() - at - 12 || type == PNG_END) {
        return UPRIGHT;
      }
      if (type == PNG_EXIF) {
        return ofTiff(file.slice(at + 8, length));
      }
      at += length + 12;
    }
    return UPRIGHT;
  }

  /** The first directory of a TIFF header; its offsets count from the header's own start. */
  private static int ofTiff(ByteBuffer tiff) {
    if (tiff.limit() < 8) {
      return UPRIGHT;
    }
    switch (tiff.getShort(0)) {
      case 0x4949 -> tiff.order(ByteOrder.LITTLE_ENDIAN);
      case 0x4d4d -> tiff.order(ByteOrder.BIG_ENDIAN);
      default -> {
        return UPRIGHT;
      }
    }
    int directory = tiff.getInt(4);
    if (tiff.getShort(2) != 42 || directory < 8 || directory > tiff.limit() - 2) {
      return UPRIGHT;
    }
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries && directory + 2 + (i + 1) * ENTRY <= tiff.limit(); i++) {
      int entry = directory + 2 + i * ENTRY;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        int value = tiff.getShort(entry + 8) & 0xffff;
        boolean sound = tiff.getShort(entry + 2) == SHORT && tiff.getInt(entry + 4) == 1;
        return sound && value >= UPRIGHT && value <= LARGEST ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /**
   * A frame as it is to be seen.
   *
   * @param frame {@code [1, height, width, 3]}
   * @param orientation 1 to 8
   * @return from 5 on, {@code [1, width, height, 3]}; the same object where it is upright
   */
  static Frames upright(Frames frame, int orientation) {
    if (orientation == UPRIGHT) {
      return frame;
    }
    boolean sideways = orientation > 4;
    int height = sideways ? frame.width() : frame.height();
    int width = sideways ? frame.height() : frame.width();
    byte[] in = frame.rgb();
    byte[] out = new byte[in.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = 3 * source(frame, orientation, x, y);
        int to = 3 * (y * width + x);
        out[to] = in[from];
        out[to + 1] = in[from + 1];
        out[to + 2] = in[from + 2];
      }
    }
    return new Frames(1, height, width, out);
  }

  /** The stored pixel that is seen at a place. */
  private static int source(Frames stored, int orientation, int x, int y) {
    int right = stored.width() - 1;
    int bottom = stored.height() - 1;
    int width = stored.width();
    return switch (orientation) {
      case 2 -> y * width + right - x;
      case 3 -> (bottom - y) * width + right - x;
      case 4 -> (bottom - y) * width + x;
      case 5 -> x * width + y;
      case 6 -> (bottom - x) * width + y;
      case 7 -> (bottom - x) * width + right - y;
      case 8 -> x * width + right - y;
      default -> throw new IllegalArgumentException("no orientation " + orientation);
    };
  }
}
