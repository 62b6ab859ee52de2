package org.logoformer.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.clip.Frames;

class TurnTest {
  // Red values of a picture of two rows: 1 2 3 / 4 5 6.
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1, 2, '123456'",
    "0, 1, -1, 0, 3, '415263'", // clockwise
    "-1, 0, 0, -1, 2, '654321'",
    "0, -1, 1, 0, 3, '362514'", // counter-clockwise
    "-1, 0, 0, 1, 2, '321654'", // mirrored
    "1, 0, 0, -1, 2, '456123'",
    "0, 1, 1, 0, 3, '142536'", // transposed
    "0, -1, -1, 0, 3, '635241'"
  })
  void pixelsGoWhereTheMatrixSays(int a, int b, int c, int d, int height, String pixels) {
    Frames turned = Turn.of(matrix(a << 16, b << 16, c << 16, d << 16)).apply(picture());

    assertThat(turned.height()).isEqualTo(height);
    assertThat(turned.width()).isEqualTo(6 / height);
    StringBuilder reds = new StringBuilder();
    for (int i = 0; i < turned.rgb().length; i += 3) {
      reds.append(turned.rgb()[i]);
      assertThat(turned.rgb()[i + 2]).isEqualTo((byte) (turned.rgb()[i] + 20));
    }
    assertThat(reds).hasToString(pixels);
  }

  @Test
  void aTurnByLessThanAQuarterIsRefused() {
    int half = (int) (65536 * Math.sqrt(0.5));
    assertThatThrownBy(() -> Turn.of(matrix(half, half, -half, half)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("90, 180 or 270 degrees");
    assertThatThrownBy(() -> Turn.of(new int[9])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Turn.of(matrix(1, 1 << 16, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsScaledOrAHairOffIsTurnedAllTheSame() {
    assertThat(Turn.of(matrix(300, 1 << 17, -(1 << 16), 200))).isEqualTo(new Turn(0, 1, -1, 0));
  }

  private static int[] matrix(int a, int b, int c, int d) {
    return new int[] {a, b, 0, c, d, 0, 0, 0, 1 << 30};
  }

  private static Frames picture() {
    byte[] rgb = new byte[18];
    for (int i = 0; i < 6; i++) {
      rgb[3 * i] = (byte) (i + 1);
      rgb[3 * i + 1] = (byte) (i + 11);
      rgb[3 * i + 2] = (byte) (i + 21);
    }
    return new Frames(1, 2, 3, rgb);
  }
}
