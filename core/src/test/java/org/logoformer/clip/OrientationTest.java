package org.logoformer.clip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  /** Two rows of three pixels with 1 to 6 in red; Pillow 12 has written it, with orientation 6. */
  private static final byte[] PNG =
      HexFormat.of()
          .parseHex(
              "89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d0000001a65584966"
                  + "4d4d002a00000008000101120003000000010006000000000000d6674b690000001149444154"
                  + "789c6364646080201666180b0000a4000e381ff2ad0000000049454e44ae426082");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // What Pillow's ImageOps.exif_transpose makes of the pixels 1 2 3 / 4 5 6.
    "1, 3, 123456", "2, 3, 321654", "3, 3, 654321", "4, 3, 456123",
    "5, 2, 142536", "6, 2, 415263", "7, 2, 635241", "8, 2, 362514"
  })
  void aPictureIsTurnedAsPillowTurnsIt(int orientation, int width, String pixels) {
    byte[] rgb = new byte[18];
    for (int i = 0; i < 6; i++) {
      rgb[3 * i] = (byte) (i + 1);
      rgb[3 * i + 2] = (byte) (i + 101);
    }
    Frames seen = Orientation.upright(new Frames(1, 2, 3, rgb), orientation);
    assertThat(seen.width()).isEqualTo(width);
    assertThat(seen.height()).isEqualTo(6 / width);
    for (int i = 0; i < 6; i++) {
      assertThat(seen.rgb()[3 * i]).isEqualTo((byte) (pixels.charAt(i) - '0'));
      assertThat(seen.rgb()[3 * i + 2]).isEqualTo((byte) (pixels.charAt(i) - '0' + 100));
    }
  }

  @Test
  void aDecoderIgnoresItUnlessItIsAskedToApplyIt() throws Exception {
    assertThat(Orientation.of(PNG)).isEqualTo(6);
    Frames stored = new ImageDecoder(100).decode(PNG);
    assertThat(stored.rgb()).startsWith(1, 0, 0, 2);
    Frames seen = new ImageDecoder(100, Exif.APPLY).decode(PNG);
    assertThat(seen.height()).isEqualTo(3);
    assertThat(seen.rgb()).startsWith(4, 0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
  void itIsReadFromJpegInBothByteOrders(String order) throws Exception {
    ByteOrder bytes = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    for (int orientation = 1; orientation <= 8; orientation++) {
      byte[] file = jpeg(tiff(bytes, orientation, 3, 1));
      assertThat(Orientation.of(file)).isEqualTo(orientation);
      Frames seen = new ImageDecoder(1000, Exif.APPLY).decode(file);
      assertThat(seen.width()).isEqualTo(orientation > 4 ? 6 : 9);
    }
  }

  @Test
  void whatMakesNoSenseCountsAsUpright() {
    for (byte[] exif :
        new byte[][] {
          new byte[0],
          tiff(ByteOrder.BIG_ENDIAN, 0, 3, 1),
          tiff(ByteOrder.BIG_ENDIAN, 9, 3, 1),
          tiff(ByteOrder.BIG_ENDIAN, 6, 2, 1),
          tiff(ByteOrder.BIG_ENDIAN, 6, 3, 2),
          ByteBuffer.wrap(tiff(ByteOrder.BIG_ENDIAN, 6, 3, 1)).putInt(4, -8).array(),
          ByteBuffer.wrap(tiff(ByteOrder.BIG_ENDIAN, 6, 3, 1)).putInt(4, 1 << 30).array()
        }) {
      assertThat(Orientation.of(jpeg(exif))).isEqualTo(Orientation.UPRIGHT);
    }
    assertThat(Orientation.of(new byte[0])).isEqualTo(Orientation.UPRIGHT);
    assertThat(Orientation.of("GIF89a".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(Orientation.UPRIGHT);
  }

  @Property(tries = 2000)
  void noBytesBreakIt(
      @ForAll @Size(max = 80) byte[] noise, @ForAll @IntRange(min = 0, max = 3) int kind) {
    byte[] file =
        switch (kind) {
          case 0 -> jpeg(noise);
          case 1 -> joined(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, noise);
          case 2 -> joined(java.util.Arrays.copyOf(PNG, 8), noise);
          default -> noise;
        };
    assertThat(Orientation.of(file)).isBetween(1, 8);
  }

  @Property(tries = 2000)
  void noDamageBreaksIt(
      @ForAll @IntRange(min = 0, max = 200) int at,
      @ForAll byte value,
      @ForAll @IntRange(min = 0, max = 300) int length) {
    for (byte[] sound : new byte[][] {PNG, jpeg(tiff(ByteOrder.LITTLE_ENDIAN, 8, 3, 1))}) {
      byte[] file = sound.clone();
      file[at % file.length] = value;
      byte[] cut = java.util.Arrays.copyOf(file, Math.min(length, file.length));
      assertThat(Orientation.of(file)).isBetween(1, 8);
      assertThat(Orientation.of(cut)).isBetween(1, 8);
    }
  }

  /** A JPEG of 9 x 6 pixels with Exif data. */
  static byte[] jpeg(byte[] exif) {
    byte[] plain = Images.rgb("jpg", 9, 6);
    ByteBuffer head = ByteBuffer.allocate(12);
    head.putInt(0xffd8ffe1).putShort((short) (8 + exif.length));
    head.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    return joined(head.array(), exif, java.util.Arrays.copyOfRange(plain, 2, plain.length));
  }

  private static byte[] tiff(ByteOrder order, int orientation, int type, int count) {
    ByteBuffer tiff = ByteBuffer.allocate(38).order(order);
    tiff.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4d4d : 0x4949)).putShort((short) 42);
    tiff.putInt(8).putShort((short) 2);
    tiff.putShort((short) 256).putShort((short) 4).putInt(1).putInt(9);
    tiff.putShort((short) 274).putShort((short) type).putInt(count).putShort((short) orientation);
    return tiff.array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
