package org.logoformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.dataset.PlantedShards;
import org.logoformer.jobs.evaluation.SampleFeatures;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.sweep.page.SampleSweep;
import org.logoformer.jobs.sweep.page.SweepPage;

/** The report in a real browser; only where there is Debian's {@code chromium}. */
@EnabledIf("hasBrowser")
class BrowserTest {
  @TempDir Path folder;

  static boolean hasBrowser() {
    return browser().isPresent();
  }

  @Test
  void picturesAreThereAndLegibleOnDesktopsAndPhones() throws Exception {
    Path run = Files.createDirectories(folder.resolve("run"));
    new SampleRun(run).fold("fold-0", 0.9, 140);
    SampleFeatures.write(run.resolve("fold-0/features.parquet"), 140, 5);
    org.apache.hadoop.fs.Path hadoop = new org.apache.hadoop.fs.Path(run.toUri());
    ReportWriter.write(
        new Configuration(), hadoop, new org.apache.hadoop.fs.Path(hadoop, "report.html"));
    requireLegible(run, 7);
  }

  @Test
  void soAreThoseOfASweep() throws Exception {
    Path sweep = folder.resolve("search");
    new SampleSweep(sweep).write();
    org.apache.hadoop.fs.Path hadoop = new org.apache.hadoop.fs.Path(sweep.toUri());
    SweepPage.write(
        new Configuration(),
        new RunFolder(hadoop),
        new org.apache.hadoop.fs.Path(hadoop, "report.html"));
    requireLegible(sweep, 3);
  }

  @Test
  void soAreThoseAboutTheQualityOfAShardSet() throws Exception {
    Path set = Files.createDirectories(folder.resolve("set"));
    PlantedShards.write(set);
    CommandLineRun run =
        CommandLineRun.logo(
            "inspect",
            "quality",
            "data.shards=\"" + set + "\"",
            "spark.master=\"local[2]\"",
            "--out=" + set.resolve("report.html"));
    assertThat(run.error()).isEmpty();
    requireLegible(set, 4);
  }

  private void requireLegible(Path run, int pictures) throws IOException, InterruptedException {
    Files.copy(Path.of("src/test/resources/report/measure.html"), run.resolve("measure.html"));

    String page = opened(run.resolve("measure.html"));

    List<String> console =
        Files.readAllLines(folder.resolve("log")).stream()
            .filter(l -> l.contains("CONSOLE"))
            .toList();
    assertThat(console)
        .as("what the pages said")
        .hasSize(1)
        .first()
        .asString()
        .contains("measured");
    List<String> measured =
        page.substring(page.indexOf("id=\"found\">") + 11, page.indexOf("</pre>")).lines().toList();
    assertThat(measured).hasSize(5);
    for (String line : measured) {
      String[] found = line.split(" ", -1);
      String at = "at a width of " + found[0];
      assertThat(found[1]).as("pictures " + at).isEqualTo(Integer.toString(pictures));
      assertThat(Double.parseDouble(found[2])).as("smallest text " + at).isGreaterThan(11.9);
      assertThat(found[3]).as("texts cut off " + at).isEqualTo("0");
      assertThat(found[4]).as("sideways scroll " + at).isEqualTo("0");
    }
  }

  private String opened(Path page) throws IOException, InterruptedException {
    File html = folder.resolve("page").toFile();
    Process process =
        new ProcessBuilder(
                browser().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--allow-file-access-from-files",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(html)
            .redirectError(folder.resolve("log").toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the browser ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(html.toPath(), StandardCharsets.UTF_8);
  }

  private static Optional<Path> browser() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
