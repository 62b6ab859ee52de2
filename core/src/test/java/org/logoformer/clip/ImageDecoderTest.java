package org.logoformer.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.clip.ImageRefusedException.Reason;

class ImageDecoderTest {
  private final ImageDecoder decoder = new ImageDecoder(10_000);

  @Test
  void pngIsDecodedSampleForSample() throws Exception {
    Frames frame = decoder.decode(Images.rgb("png", 7, 5));

    assertThat(frame.count()).isEqualTo(1);
    assertThat(frame.height()).isEqualTo(5);
    assertThat(frame.width()).isEqualTo(7);
    assertSamples(frame, 0);
  }

  @Test
  void jpegIsDecodedToNearlyWhatWasDrawn() throws Exception {
    Frames frame = decoder.decode(Images.rgb("jpg", 10, 10));

    assertSamples(frame, 20);
  }

  @Test
  void progressiveJpegIsDecoded() throws Exception {
    Frames frame = decoder.decode(resource("progressive.jpg"));

    assertThat(frame.width()).isEqualTo(16);
    assertThat(sample(frame, 3, 4, 1)).isCloseTo(110, within(12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void greyIsRepeatedInEveryChannelWithoutAChangeOfTone(String format) throws Exception {
    Frames frame = decoder.decode(Images.grey(format, 8, 8));

    for (int channel = 0; channel < 3; channel++) {
      assertThat(sample(frame, 5, 6, channel)).isCloseTo(Images.sample(5, 6, 0), within(4));
    }
  }

  @Test
  void ofSixteenBitsTheUpperEightAreKept() throws Exception {
    assertSamples(decoder.decode(Images.deepPng(3, 6, 6)), 0);
    assertThat(sample(decoder.decode(Images.deepPng(1, 6, 6)), 4, 2, 2))
        .isEqualTo(Images.sample(4, 2, 0));
  }

  @Test
  void alphaIsDropped() throws Exception {
    assertSamples(decoder.decode(Images.alphaPng(6, 4)), 0);
  }

  @Test
  void paletteIsLookedUp() throws Exception {
    Frames frame = decoder.decode(Images.palettePng(0xff00ff00));

    assertThat(Arrays.copyOf(frame.rgb(), 3)).containsExactly(0, (byte) 255, 0);
  }

  @Test
  void noBytesAreRefused() {
    assertRefused(new byte[0], Reason.EMPTY);
  }

  @Test
  void otherFormatsAreRefusedWhateverTheirName() {
    assertRefused(
        "GIF89a not really".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        Reason.UNKNOWN_FORMAT);
  }

  @Test
  void hugeDimensionsAreRefusedByTheHeaderAlone() {
    byte[] png = Images.rgb("png", 4, 4);
    setPngSize(png, 100_000, 100_000);

    assertThatThrownBy(() -> decoder.decode(png))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining("100000 x 100000")
        .hasMessageContaining("10000")
        .extracting("reason")
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void negativeDimensionsAreRefused() {
    byte[] png = Images.rgb("png", 4, 4);
    setPngSize(png, -5, -5);

    assertRefused(png, Reason.CORRUPT);
  }

  @Test
  void aPngWithAFlippedBitIsRefused() {
    byte[] png = Images.rgb("png", 20, 20);
    png[png.length / 2] ^= 4;

    assertRefused(png, Reason.CORRUPT);
  }

  @Property(tries = 200)
  void everyCutJpegIsRefusedAsTruncated(@ForAll @IntRange(min = 3, max = 10_000) int cut) {
    byte[] jpeg = Images.rgb("jpg", 32, 32);

    assertRefused(Arrays.copyOf(jpeg, 3 + cut % (jpeg.length - 4)), Reason.TRUNCATED);
  }

  @Property(tries = 200)
  void everyCutPngIsRefusedAsTruncated(@ForAll @IntRange(max = 10_000) int cut) {
    byte[] png = Images.rgb("png", 32, 32);

    assertRefused(Arrays.copyOf(png, 8 + cut % (png.length - 9)), Reason.TRUNCATED);
  }

  @Test
  void aJpegCutInItsDataButEndedProperlyIsRefused() {
    byte[] jpeg = Images.rgb("jpg", 64, 64);
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length * 3 / 4);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;

    assertRefused(cut, Reason.CORRUPT);
  }

  @Property(tries = 500)
  void damageIsDecodedOrRefusedButNeverAnythingElse(
      @ForAll @IntRange(max = 100_000) int where, @ForAll byte what, @ForAll boolean png)
      throws Exception {
    byte[] image = Images.rgb(png ? "png" : "jpg", 24, 24);
    image[where % image.length] = what;
    try {
      assertThat(decoder.decode(image).rgb()).isNotEmpty();
    } catch (ImageRefusedException refused) {
      assertThat(refused).hasMessageStartingWith(refused.reason().label());
    }
  }

  private void assertRefused(byte[] image, Reason reason) {
    assertThatThrownBy(() -> decoder.decode(image))
        .isInstanceOf(ImageRefusedException.class)
        .extracting("reason")
        .isEqualTo(reason);
  }

  private static void assertSamples(Frames frame, int tolerance) {
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          assertThat(sample(frame, x, y, channel))
              .isCloseTo(Images.sample(x, y, channel), within(tolerance));
        }
      }
    }
  }

  private static int sample(Frames frame, int x, int y, int channel) {
    return frame.rgb()[(y * frame.width() + x) * 3 + channel] & 0xff;
  }

  // With a checksum that fits, as an attacker would write it.
  private static void setPngSize(byte[] png, int width, int height) {
    ByteBuffer buffer = ByteBuffer.wrap(png);
    buffer.putInt(16, width).putInt(20, height);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    buffer.putInt(29, (int) crc.getValue());
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ImageDecoderTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
