package org.logoformer.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.clip.Frames;

/**
 * The references are {@code Image.resize(size, BILINEAR)} of {@link #drawn} by Pillow 12.3.0, and
 * where no test says otherwise by 13.0.0 too.
 */
class ResizeTest {
  @Test
  void shrinkingIsPillows() {
    assertThat(unsigned(Resize.ANTIALIAS.apply(drawn(5, 4), 3, 3)))
        .containsExactly(
            4, 56, 108, 18, 70, 122, 46, 99, 151, 15, 76, 136, 39, 99, 160, 77, 137, 198, 26, 95,
            164, 59, 128, 197, 107, 175, 141);
  }

  @Test
  void growingIsPillows() {
    assertThat(unsigned(Resize.ANTIALIAS.apply(drawn(3, 2), 3, 4)))
        .containsExactly(
            0, 50, 100, 2, 52, 102, 6, 56, 106, 12, 62, 112, 4, 57, 111, 7, 61, 114, 13, 67, 120,
            21, 74, 128, 7, 64, 121, 12, 69, 126, 20, 77, 134, 29, 86, 143);
  }

  @ParameterizedTest
  @CsvSource({
    "97, 61, 112, 112, 1623a907",
    "256, 200, 112, 112, c7cc3112",
    "224, 224, 128, 128, 818d4556",
    "1, 1, 7, 5, 3ff68db2",
    "500, 3, 11, 2, 37496d29"
  })
  void everySampleIsPillows(int width, int height, int toWidth, int toHeight, String crc32) {
    CRC32 crc = new CRC32();
    crc.update(Resize.ANTIALIAS.apply(drawn(width, height), toHeight, toWidth).rgb());

    assertThat(String.format("%08x", crc.getValue())).isEqualTo(crc32);
  }

  // Pillow 13.0.0 makes 47e68fe9, 2afcb3ae and 7ab90f22 of them.
  @ParameterizedTest
  @CsvSource({
    "61, 97, 40, 40, 419de6cc",
    "120, 200, 112, 112, a0337134",
    "256, 500, 128, 128, e2d3a4a6"
  })
  void uprightShapesAreThoseOfPillow12(
      int width, int height, int toWidth, int toHeight, String crc32) {
    everySampleIsPillows(width, height, toWidth, toHeight, crc32);
  }

  @Test
  void halvingWithAntialiasWeighsFourSamples() {
    // One row 0, 80, 160, 240: outputs at 1 and 3, reach 2. The first: samples at distance 1/2, 1/2
    // and 3/2 weigh 3, 3, 1 of 7: (0 * 3 + 80 * 3 + 160) / 7 = 57.1.
    Frames row = grey(4, 1, 0, 80, 160, 240);

    assertThat(unsigned(Resize.ANTIALIAS.apply(row, 1, 2)))
        .containsExactly(57, 57, 57, 183, 183, 183);
  }

  @Test
  void plainShrinkingTakesTheTwoNearestSamples() {
    // Three to one by 1/3: the output lies on the middle sample alone.
    Frames row = grey(3, 1, 10, 100, 250);

    assertThat(unsigned(Resize.PLAIN.apply(row, 1, 1))).containsExactly(100, 100, 100);
    assertThat(unsigned(Resize.ANTIALIAS.apply(row, 1, 1)))
        .containsOnly((2 * 10 + 3 * 100 + 2 * 250) / 7);
  }

  @Test
  void theSameSizeIsLeftAlone() {
    Frames frames = drawn(5, 4);

    assertThat(Resize.ANTIALIAS.apply(frames, 4, 5)).isSameAs(frames);
  }

  @Test
  void everyFrameOfAClipIsResized() {
    byte[] two = new byte[2 * 4 * 4 * 3];
    java.util.Arrays.fill(two, two.length / 2, two.length, (byte) 200);

    byte[] rgb = Resize.ANTIALIAS.apply(new Frames(2, 4, 4, two), 2, 2).rgb();

    assertThat(rgb).hasSize(24);
    assertThat(rgb[11]).isEqualTo((byte) 0);
    assertThat(rgb[12]).isEqualTo((byte) 200);
  }

  static Frames drawn(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    int i = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[i++] = (byte) (x * x * 3 + y * 7 * (c + 1) + x * y * 5 + c * 50);
        }
      }
    }
    return new Frames(1, height, width, rgb);
  }

  private static Frames grey(int width, int height, int... samples) {
    byte[] rgb = new byte[samples.length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) samples[i / 3];
    }
    return new Frames(1, height, width, rgb);
  }

  private static int[] unsigned(Frames frames) {
    int[] samples = new int[frames.rgb().length];
    java.util.Arrays.setAll(samples, i -> frames.rgb()[i] & 0xff);
    return samples;
  }
}
