package org.logoformer.clip;

import org.logoformer.clip.ImageHeader.Format;
import org.logoformer.clip.ImageRefusedException.Reason;

/** The markers of a JPEG file (ITU-T T.81, annex B), from start to end of image. */
final class JpegStructure {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int TEM = 0x01;

  private final byte[] file;
  private int at = 2;
  private ImageHeader header;

  JpegStructure(byte[] file) {
    this.file = file;
  }

  static boolean matches(byte[] file) {
    return file.length >= 3
        && (file[0] & 0xff) == 0xff
        && (file[1] & 0xff) == SOI
        && (file[2] & 0xff) == 0xff;
  }

  ImageHeader header() throws ImageRefusedException {
    boolean scanned = false;
    while (true) {
      int marker = nextMarker(scanned);
      if (marker == EOI) {
        if (header == null || !scanned) {
          throw new ImageRefusedException(Reason.CORRUPT, "JPEG without a picture in it");
        }
        return header;
      }
      if (isStandalone(marker)) {
        continue;
      }
      int length = u16(at);
      if (length < 2) {
        throw new ImageRefusedException(Reason.CORRUPT, "JPEG segment of length " + length);
      }
      if (isFrame(marker)) {
        readFrame(marker, length);
      }
      scanned |= marker == SOS;
      at += length;
    }
  }

  // Inside a scan, bytes that are no marker are picture data: ff00 is data, ffd0 to ffd7 restart.
  private int nextMarker(boolean insideScan) throws ImageRefusedException {
    if (insideScan) {
      while (!(u8(at) == 0xff && u8(at + 1) != 0 && !isStandalone(u8(at + 1)))) {
        at++;
      }
    } else if (u8(at) != 0xff) {
      throw new ImageRefusedException(Reason.CORRUPT, "no JPEG marker at byte " + at);
    }
    while (u8(at) == 0xff) {
      at++;
    }
    return u8(at++);
  }

  private void readFrame(int marker, int length) throws ImageRefusedException {
    if (header != null) {
      throw new ImageRefusedException(Reason.UNSUPPORTED, "JPEG with several frames");
    }
    if (marker > 0xc2) {
      throw new ImageRefusedException(
          Reason.UNSUPPORTED, String.format("JPEG coding %02x (lossless or arithmetic)", marker));
    }
    if (length < 8) {
      throw new ImageRefusedException(Reason.CORRUPT, "JPEG frame header of length " + length);
    }
    int bits = u8(at + 2);
    int components = u8(at + 7);
    if (components == 4) {
      throw new ImageRefusedException(
          Reason.CMYK, "four channels: colours depend on a profile; convert it to RGB");
    }
    if (bits != 8 || (components != 1 && components != 3)) {
      throw new ImageRefusedException(
          Reason.UNSUPPORTED, "JPEG of " + components + " channels with " + bits + " bits");
    }
    header = new ImageHeader(Format.JPEG, u16(at + 5), u16(at + 3));
  }

  private static boolean isStandalone(int marker) {
    return marker == TEM || marker == 0xff || (marker >= 0xd0 && marker <= 0xd7);
  }

  // c4, c8 and cc are tables and an extension, not frames.
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private int u16(int index) throws ImageRefusedException {
    return u8(index) << 8 | u8(index + 1);
  }

  private int u8(int index) throws ImageRefusedException {
    if (index >= file.length) {
      throw new ImageRefusedException(
          Reason.TRUNCATED, "JPEG ends at byte " + file.length + " without an end marker");
    }
    return file[index] & 0xff;
  }
}
