package org.logoformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;

class ReportCompareCommandTest {
  @TempDir Path folder;

  @Test
  void runsStandSideBySideWithTheSettingsInWhichTheyDiffer() throws IOException {
    run("base", 0.5, "0.01");
    run("wide", 0.9, "0.02");
    new SampleRun(folder.resolve("wide")).fold("fold-1", 1.0, 140);
    CommandLineRun run = compare("base", "wide");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(folder.resolve("c.html"))
        .content()
        .contains("<td>base</td><td>logo-former</td><td>1</td><td>140</td><td>50.00</td>")
        .contains("<td>wide</td><td>logo-former</td><td>2</td><td>280</td><td>95.00 ± 7.07</td>")
        .contains("UAR, % by epoch: base from 7.676 at 1", "; wide from 14.58 at 1")
        .contains("<td>Happy</td><td>50.00</td><td>95.00</td>")
        .contains("<td>optimiser.lr</td><td>0.01</td><td>0.02</td>")
        .doesNotContain("<td>run.name</td>", "<td>optimiser.momentum</td>");
    assertThat(folder.resolve("c_files/uar.svg")).exists();
    assertThat(folder.resolve("c_files/runs.csv")).exists();
  }

  @Test
  void runsOnTheSameClipsAreHeldAgainstTheFirstClipByClip() throws IOException {
    run("base", 0.5, "0.01");
    run("wide", 0.9, "0.02");
    run("untested", 0.9, "0.02");
    for (String name : List.of("base", "wide")) {
      Path csv = folder.resolve(name + "/fold-0/predictions.parquet");
      StringBuilder rows = new StringBuilder("clip,label,prediction\n");
      for (int i = 0; i < 140; i++) {
        boolean right = i < (name.equals("base") ? 70 : 126);
        rows.append("c%d,%d,%d%n".formatted(i, i % 7, right ? i % 7 : (i + 1) % 7));
      }
      // What a file is its first bytes say.
      Files.writeString(csv, rows);
    }
    CommandLineRun run = compare("base", "wide", "untested");
    assertThat(run.exitCode()).as(run.error()).isZero();
    List<String> rows = Files.readAllLines(folder.resolve("c_files/differences.csv"));
    assertThat(rows.get(0)).contains("Right here only,Right in base only,McNemar's p");
    String[] row = rows.get(1).split(",", -1);
    assertThat(row).startsWith("wide", "140").hasSize(9);
    assertThat(Double.parseDouble(row[2])).isCloseTo(40, within(1e-9));
    assertThat(row[3]).matches("3\\d\\.\\d\\d to 4\\d\\.\\d\\d");
    assertThat(row[6]).isEqualTo("56");
    assertThat(row[7]).isEqualTo("0");
    assertThat(Double.parseDouble(row[8])).isBetween(1e-15, 1e-10);
    assertThat(Files.readAllLines(folder.resolve("c_files/differences-classes.csv")))
        .hasSize(8)
        .anyMatch(line -> line.startsWith("Happy,40"));
    assertThat(folder.resolve("c_files/differences.tex")).content().contains("wide & 140 &");
    assertThat(folder.resolve("c.html"))
        .content()
        .contains("Differences", "Each run minus base on the same clips", "has no predictions in");
  }

  @Test
  void oneRunIsNoComparison() {
    CommandLineRun run = compare("base");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("got 1 runs: name two or more");
  }

  @Test
  void aRunThatIsNotThereIsNamed() throws IOException {
    run("base", 0.5, "0.01");
    CommandLineRun run = compare("base", "none");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("There is no run in", "none");
  }

  private CommandLineRun compare(String... runs) {
    String[] line = new String[runs.length + 5];
    line[0] = "report";
    line[1] = "compare";
    System.arraycopy(runs, 0, line, 2, runs.length);
    line[runs.length + 2] = "run.dir=" + folder;
    line[runs.length + 3] = "--out";
    line[runs.length + 4] = folder.resolve("c.html").toString();
    return CommandLineRun.logo(line);
  }

  private void run(String name, double right, String lr) throws IOException {
    Path run = folder.resolve(name);
    new SampleRun(run).fold("fold-0", right, 140);
    Files.writeString(
        run.resolve("config.conf"),
        "run.name = %s\noptimiser { lr = %s, momentum = 0.9 }\n".formatted(name, lr));
  }
}
