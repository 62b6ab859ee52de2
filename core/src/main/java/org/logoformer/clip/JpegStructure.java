package org.logoformer.clip;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.logoformer.clip.ImageRefusedException.Reason;

/** The markers of a JPEG file (ITU-T T.81, annex B), from start to end of image. */
final class JpegStructure {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int TEM = 0x01;
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COMMENT = 0xfe;
  private static final int MOST_COMPONENTS = 4;
  private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

  private final byte[] file;
  private int at = 2;
  private ImageHeader header;
  private int components;
  private final int[] factors = new int[MOST_COMPONENTS];
  private int unknownRevisions;
  private boolean jfif;
  private int adobeTransform = -1;

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
      } else if (!scanned) {
        readApplication(marker, length);
      }
      scanned |= marker == SOS;
      at += length;
    }
  }

  /**
   * How often libjpeg warns of markers that harm nothing: a revision of JFIF or a transform of
   * Adobe's that it does not know. Call it after {@link #header}.
   */
  int oddMarkers() {
    return unknownRevisions + (adobeTransform > 1 && !jfif && components == 3 ? 1 : 0);
  }

  /** Whether it has inks, not lights. Call it after {@link #header}. */
  boolean isCmyk() {
    return components == 4;
  }

  /** Whether its inks are coded as YCCK; libjpeg takes all of Adobe's transforms but 0 for it. */
  boolean isYcck() {
    return isCmyk() && adobeTransform > 0;
  }

  /** Whether a channel has half as many rows as the picture, but as many columns. */
  boolean isHalfHigh(int channel) {
    int widest = 0;
    int highest = 0;
    for (int i = 0; i < components; i++) {
      widest = Math.max(widest, factors[i] >> 4);
      highest = Math.max(highest, factors[i] & 0xf);
    }
    return factors[channel] >> 4 == widest && 2 * (factors[channel] & 0xf) == highest;
  }

  private void readApplication(int marker, int length) throws ImageRefusedException {
    if (marker == APP0 && length >= 16 && startsWith(JFIF)) {
      jfif = true;
      unknownRevisions += u8(at + 7) == 1 ? 0 : 1;
    } else if (marker == APP14 && length >= 14 && startsWith(ADOBE)) {
      adobeTransform = u8(at + 13);
    }
  }

  private boolean startsWith(byte[] name) {
    int from = at + 2;
    int to = from + name.length;
    return to <= file.length && Arrays.equals(file, from, to, name, 0, name.length);
  }

  // Inside a scan, bytes that are no marker are picture data: ff00 is data, ffd0 to ffd7 restart.
  private int nextMarker(boolean insideScan) throws ImageRefusedException {
    if (insideScan) {
      at = ff(at);
      while (u8(at + 1) == 0 || isStandalone(u8(at + 1))) {
        at = ff(at + 1);
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
          Reason.UNSUPPORTED,
          String.format(Locale.ROOT, "JPEG coding %02x (lossless or arithmetic)", marker));
    }
    if (length < 8) {
      throw new ImageRefusedException(Reason.CORRUPT, "JPEG frame header of length " + length);
    }
    int bits = u8(at + 2);
    components = u8(at + 7);
    if (bits != 8 || (components != 1 && components != 3 && components != 4)) {
      throw new ImageRefusedException(
          Reason.UNSUPPORTED, "JPEG of " + components + " channels with " + bits + " bits");
    }
    for (int i = 0; i < components; i++) {
      factors[i] = u8(at + 9 + 3 * i);
    }
    header = new ImageHeader(u16(at + 5), u16(at + 3));
  }

  /** Whether a segment is what programs or people have noted, not a part of the picture. */
  static boolean isNote(int marker) {
    return (marker >= APP0 && marker <= APP15) || marker == COMMENT;
  }

  /** Whether nothing belongs to a marker. */
  static boolean isStandalone(int marker) {
    return marker == TEM || marker == 0xff || (marker >= 0xd0 && marker <= 0xd7);
  }

  // c4, c8 and cc are tables and an extension, not frames.
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /** Where the next byte 0xff lies, from {@code index} on. Nearly all bytes of a file pass here. */
  private int ff(int index) throws ImageRefusedException {
    byte[] bytes = file;
    int i = index;
    while (i < bytes.length && bytes[i] != (byte) 0xff) {
      i++;
    }
    u8(i);
    return i;
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
