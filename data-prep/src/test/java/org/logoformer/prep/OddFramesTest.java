package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OddFramesTest {
  @ParameterizedTest
  @CsvSource({
    "00.jpg 01.jpg 02.jpg",
    "1.jpg 2.jpg 10.JPG",
    "clip7_001of030.png clip7_002of030.png",
    "a.jpg b.jpg c.jpg",
    "7.jpg"
  })
  void namesOfOnePatternAreNotOdd(String names) {
    assertThat(odd(names)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.jpg 01.jpg 2.jpg, 1.jpg and 01.jpg have the same number",
    "1.jpg 2.jpg 2.png, 2.jpg and 2.png have the same number",
    "1.jpg 2.jpg 2 (1).jpg, '2 (1).jpg is not named as the rest, such as 1.jpg'",
    "1.jpg 2.jpg 3.jpg cover.jpg x.jpg, 'cover.jpg and 1 more are not named as the rest, such as 1.jpg'"
  })
  void whatIsOddIsNamed(String names, String odd) {
    assertThat(odd(names)).isEqualTo(odd);
  }

  @Test
  void aClipWithoutFramesIsNotOdd() {
    assertThat(OddFrames.of(List.of())).isEmpty();
  }

  private static String odd(String names) {
    return OddFrames.of(List.of(names.split(" (?!\\()", -1)));
  }
}
