package org.logoformer.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of JPEG against Pillow 13.0.0 with libjpeg-turbo 3.2.0. {@code samples.txt} has, for
 * each file, its width, height and the CRC-32 of {@code Image.open(file).convert("RGB").tobytes()}.
 *
 * <p>The names say what is odd: a colour profile with red and green exchanged ({@code profile}),
 * components that are called 0, 1, 2 or A, B, C or R, G, B without or with a JFIF marker ({@code
 * ids-..}), Adobe's marker with transform 0, 1, 2 without or with JFIF's, neither marker, another
 * revision of JFIF, bytes behind the last scan or behind the picture, an EXIF orientation, and each
 * subsampling of the chroma. {@code cmyk-..} and {@code ycck-..} have four channels.
 */
class PillowTest {
  private static final ImageDecoder DECODER = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleIsPillows(String name, String width, String height, String crc32)
      throws Exception {
    Frames frame = DECODER.decode(resource("pillow/" + name + ".jpg"));

    assertThat(frame.width()).isEqualTo(Integer.parseInt(width));
    assertThat(frame.height()).isEqualTo(Integer.parseInt(height));
    assertThat(crc32(frame)).isEqualTo(crc32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jfif-major-2", "cmyk-profile", "ycck-unknown-transform"})
  void oddMarkersDoNotHideDamage(String name) throws Exception {
    byte[] whole = resource("pillow/" + name + ".jpg");
    byte[] cut = Arrays.copyOf(whole, whole.length * 3 / 4);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;

    assertThatThrownBy(() -> DECODER.decode(cut))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining("corrupt")
        .hasMessageContaining("made up a part of the picture");
  }

  @Property(tries = 300)
  void damagedInksAreDecodedOrRefusedButNothingElse(
      @ForAll @IntRange(max = 10_000) int where, @ForAll byte what) throws Exception {
    byte[] file = resource("pillow/ycck-420-restart.jpg");
    file[where % file.length] = what;
    try {
      assertThat(DECODER.decode(file).rgb()).isNotEmpty();
    } catch (ImageRefusedException refused) {
      assertThat(refused).hasMessageStartingWith(refused.reason().label());
    }
  }

  @Test
  void theProbeSaysWhatEveryMachineMustDecode() {
    assertThat(DecoderProbe.checksum()).isEqualTo("2ce87559");
    assertThat(DecoderProbe.decoder()).matches("libjpeg-turbo [0-9]+[.][0-9]+[.][0-9]+");
  }

  static Stream<Object[]> samples() throws IOException {
    return new String(resource("pillow/samples.txt"), StandardCharsets.US_ASCII)
        .lines()
        .map(line -> line.split(" ", -1));
  }

  private static String crc32(Frames frame) {
    CRC32 crc = new CRC32();
    crc.update(frame.rgb());
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PillowTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
