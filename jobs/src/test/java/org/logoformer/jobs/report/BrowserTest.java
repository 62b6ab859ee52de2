package org.logoformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.comparison.SeedComparison;
import org.logoformer.jobs.dataset.PlantedShards;
import org.logoformer.jobs.evaluation.SampleFeatures;
import org.logoformer.jobs.picture.Theme;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.SeedMetrics;
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
    Path run = folder.resolve("run");
    new SampleRun(run).fold("fold-0", 0.9, 140);
    SampleFeatures.write(run.resolve("fold-0/features.parquet"), 140, 5);
    Path faces = folder.resolve("faces");
    SampleAttention.write(faces, 1, 4);
    Path ensemble = run.resolve("evaluations/both-of-them");
    for (Path of :
        List.of(ensemble, ensemble.resolve("models/lstm"), ensemble.resolve("models/logo"))) {
      new SampleRun(of).fold("fold-0", 0.8, 140);
      Files.writeString(
          of.resolve("metrics.json"),
          "{\"folds\":[{\"fold\":0,\"uar\":0.8,\"war\":0.8}],\"settings\":{\"evaluate.weights\":\"%s\"}}"
              .formatted(of.resolve("params.safetensors")));
    }
    ReportWriter.write(
        new Configuration(),
        hadoop(run),
        page(run),
        AttentionSection.read(new Configuration(), hadoop(faces)));
    assertThat(run.resolve("report.html")).content().contains("<h2>Ensemble both-of-them</h2>");
    requireLegible(run, 9 + 4, Theme.LIGHT);
  }

  @Test
  void soAreThoseOfSeveralFoldsOnADarkPage() throws Exception {
    Path run = folder.resolve("run");
    for (int fold = 1; fold <= 5; fold++) {
      new SampleRun(run).fold("fold-" + fold, 0.4 + fold / 10.0, 140);
    }
    SampleFeatures.write(run.resolve("fold-1/features.parquet"), 70, 5);
    SampleFeatures.write(run.resolve("fold-2/features.parquet"), 70, 2);
    ReportWriter.write(new Configuration(), hadoop(run), page(run));
    requireLegible(run, 10, Theme.DARK);
  }

  @Test
  void soAreThoseOfAComparison() throws Exception {
    List<RunRecord> runs = new ArrayList<>();
    List<org.apache.hadoop.fs.Path> folders = new ArrayList<>();
    for (String name : List.of("base", "wide", "wide-of-a-long-name-without-tests")) {
      Path run = folder.resolve(name);
      new SampleRun(run).fold("fold-0", 0.9, 140);
      SampleFeatures.write(run.resolve("fold-0/features.parquet"), 70, 5);
      runs.add(RunFiles.read(new Configuration(), hadoop(run)));
      folders.add(hadoop(run));
    }
    predictions("base", 70);
    predictions("wide", 126);
    DifferenceSection differences =
        DifferenceSection.read(new Configuration(), LogoConfig.of(), folders);
    List<SeedMetrics> both = List.of(seeds(runs.get(0), 0.8), seeds(runs.get(1), 0.9));
    differences
        .seeds()
        .add(
            new SeedComparison(
                List.of("wide-seeds", "base-seeds"), both, List.of(List.of(), List.of())));
    Path together = Files.createDirectories(folder.resolve("together"));
    ComparePage.of(Map.of("base-seeds", both.get(0), "wide-seeds", both.get(1)), runs, differences)
        .write(new Configuration(), ComparePage.TITLE, page(together));
    assertThat(together.resolve("report.html"))
        .content()
        .contains("<h2>Differences</h2>", "McNemar", "Welch", "Not compared clip by clip");
    requireLegible(together, 6, Theme.LIGHT);
  }

  private void predictions(String run, int right) throws IOException {
    StringBuilder rows = new StringBuilder("clip,label,prediction\n");
    for (int i = 0; i < 140; i++) {
      rows.append("c%d,%d,%d\n".formatted(i, i % 7, i < right ? i % 7 : (i + 1) % 7));
    }
    // What a file is its first bytes say.
    Files.writeString(folder.resolve(run + "/fold-0/predictions.parquet"), rows);
  }

  private static SeedMetrics seeds(RunRecord run, double uar) {
    return new SeedMetrics(
        IntStream.rangeClosed(1, 3)
            .mapToObj(
                s -> new SeedMetrics.Seed(s, "seed-" + s, 1, uar + s / 100.0, uar, run.protocols()))
            .toList());
  }

  @Test
  void soAreThoseOfSeveralSeedsOnADarkPage() throws Exception {
    Path run = folder.resolve("run");
    List<SeedMetrics.Seed> seeds = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      Path of = run.resolve("seed-" + seed);
      new SampleRun(of).fold("fold-0", 0.7 + seed / 20.0, 140);
      RunRecord record = RunFiles.read(new Configuration(), hadoop(of));
      seeds.add(new SeedMetrics.Seed(seed, record.name(), 1, 0.8, 0.8, record.protocols()));
    }
    new SeedMetrics(seeds).write(new Configuration(), new RunFolder(hadoop(run)).seeds());
    ReportWriter.write(new Configuration(), hadoop(run), page(run));
    assertThat(run.resolve("report.html")).content().contains("<h2>Seeds</h2>", "run/seed-3");
    requireLegible(run, 3, Theme.DARK);
  }

  @Test
  void soAreThoseOfASweep() throws Exception {
    Path sweep = folder.resolve("search");
    new SampleSweep(sweep).write();
    SweepPage.write(new Configuration(), new RunFolder(hadoop(sweep)), page(sweep));
    requireLegible(sweep, 3, Theme.LIGHT);
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
    requireLegible(set, 4 + 9, Theme.LIGHT);
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }

  private static org.apache.hadoop.fs.Path page(Path run) {
    return new org.apache.hadoop.fs.Path(hadoop(run), "report.html");
  }

  private void requireLegible(Path run, int pictures, Theme theme)
      throws IOException, InterruptedException {
    Files.copy(Path.of("src/test/resources/report/measure.html"), run.resolve("measure.html"));

    String page = opened(run.resolve("measure.html"), theme);

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
      assertThat(Double.parseDouble(found[5])).as("least contrast " + at).isGreaterThan(4.5);
      assertThat(found[6]).as("page " + at).isEqualTo(theme.name().toLowerCase(Locale.ROOT));
    }
  }

  private String opened(Path page, Theme theme) throws IOException, InterruptedException {
    File html = folder.resolve("page").toFile();
    Process process =
        new ProcessBuilder(
                browser().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--allow-file-access-from-files",
                "--user-data-dir=" + folder.resolve("profile"),
                "--blink-settings=preferredColorScheme=" + (theme == Theme.DARK ? 0 : 1),
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
