package org.logoformer.jobs.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void tablesAreAlignedAndMarkdown() {
    Table table = new Table(List.of("W", "error"), List.of(List.of("256", "1.0")));

    assertThat(table.text()).isEqualTo("  W  error\n256    1.0\n");
    assertThat(table.markdown())
        .isEqualTo(
            """
            |   W | error |
            |----:|------:|
            | 256 |   1.0 |
            """);
    assertThat(new Section("Title", "Note.", table).markdown())
        .startsWith("## Title\n\nNote.\n\n|   W |");
  }

  @Test
  void aRowMustFitTheHead() {
    assertThatThrownBy(() -> new Table(List.of("W"), List.of(List.of("1", "2"))))
        .hasMessageContaining("[1, 2]");
  }
}
