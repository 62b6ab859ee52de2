package org.logoformer.jobs.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetTest {
  @TempDir private Path folder;

  @Test
  void filesOfOthersBesideAPageStay() throws Exception {
    Path beside = Files.createDirectories(folder.resolve("report_files"));
    Files.writeString(beside.resolve("mine.csv"), "kept");
    Sheet sheet = new Sheet();
    sheet.table(table("both", 2));
    sheet.write(
        new Configuration(),
        "title",
        new org.apache.hadoop.fs.Path(folder.resolve("report.html").toUri()));
    assertThat(beside.toFile().list())
        .containsExactlyInAnyOrder("both.csv", "both.tex", "mine.csv");
    assertThat(beside.resolve("both.csv")).content().hasLineCount(3);
  }

  @Test
  void countsAreTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(new Sheet().table(table("t", 2000), 1500))
          .contains("The first 1,500 of 2,000 rows");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Table table(String name, int rows) {
    return new Table(name, List.of("n"), Collections.nCopies(rows, List.of(Cell.of("x"))));
  }
}
