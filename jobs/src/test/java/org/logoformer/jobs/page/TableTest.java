package org.logoformer.jobs.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.run.Spread;

class TableTest {
  private static final Table TABLE =
      new Table(
          "t",
          List.of("Name", "UAR, %"),
          List.of(
              List.of(Cell.of("a_\"b\" & <c>"), Cell.percent(1 / 3.0)),
              List.of(Cell.of("none"), Cell.percent(Double.NaN))),
          List.of(List.of(Cell.of("Mean"), Cell.percent(new Spread(0.5421, 0.008)))));

  @Test
  void csvKeepsAllDigitsAndLeavesOutWhatIsNotThere() {
    assertThat(TABLE.csv().lines())
        .containsExactly(
            "Name,\"UAR, %\"",
            "\"a_\"\"b\"\" & <c>\",33.33333333333333", "none,", "Mean,54.21 ± 0.80");
  }

  @Test
  void latexIsEscaped() {
    assertThat(TABLE.latex().lines())
        .contains(
            "Name & UAR, \\% \\\\",
            "a\\_\"b\" \\& <c> & 33.33 \\\\", "none & -- \\\\", "Mean & 54.21 $\\pm$ 0.80 \\\\");
  }

  @Test
  void htmlIsEscapedAndSetsTheLastRowsApart() {
    assertThat(TABLE.html())
        .contains("<th scope=\"col\">UAR, %</th>", "<td>a_&quot;b&quot; &amp; &lt;c&gt;</td>")
        .contains("<tr class=\"mean\"><td>Mean</td>");
  }
}
