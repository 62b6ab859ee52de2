package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private static final TextTable TABLE =
      new TextTable(List.of("H", "UAR"), List.of(List.of("1", "0.5"), List.of("16", "0.4 +- 0.1")));

  @Test
  void alignsItsColumns() {
    assertThat(TABLE.plain()).containsExactly("H   UAR", "1   0.5", "16  0.4 +- 0.1");
  }

  @Test
  void isAMarkdownTable() {
    assertThat(TABLE.markdown())
        .containsExactly(
            "| H  | UAR        |",
            "|----|------------|",
            "| 1  | 0.5        |",
            "| 16 | 0.4 +- 0.1 |");
  }

  @Test
  void refusesARowOfAnotherWidth() {
    assertThatThrownBy(() -> new TextTable(List.of("H"), List.of(List.of("1", "2"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 cells");
  }
}
