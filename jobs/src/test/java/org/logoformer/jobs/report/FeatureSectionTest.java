package org.logoformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.evaluation.ClipFeatures;
import org.logoformer.jobs.evaluation.SampleFeatures;

class FeatureSectionTest {
  @TempDir Path folder;

  @Test
  void aReportShowsFeaturesByClass() throws IOException {
    run("compact", 6);
    assertThat(CommandLineRun.logo("report", "run.dir=" + folder, "run.name=compact").error())
        .isEmpty();
    assertThat(folder.resolve("compact/report.html"))
        .content()
        .contains("Features by class. t-SNE of 140 test clips of fold-0, 100 % of them beside")
        .contains("Points: Happy 20, Sad 20", "perplexity 30.0, 750 steps, divergence ");
    assertThat(folder.resolve("compact/report_files/features.png")).exists();
  }

  @Test
  void ofSeveralFoldsEachHasAPicture() throws IOException {
    run("compact", 6);
    new SampleRun(folder.resolve("compact")).fold("fold-1", 0.9, 140);
    SampleFeatures.write(folder.resolve("compact/fold-1/features.parquet"), 70, 1);
    CommandLineRun.logo("report", "run.dir=" + folder, "run.name=compact");
    assertThat(folder.resolve("compact/report.html"))
        .content()
        .contains("fold-0. t-SNE of 140 test clips of fold-0, ")
        .contains("fold-1. t-SNE of 70 test clips of fold-1, ");
    assertThat(folder.resolve("compact/report_files/features-fold-1.png")).exists();
  }

  @Test
  void aRunWithoutFeaturesSaysNothingOfThem() throws IOException {
    new SampleRun(folder.resolve("plain")).fold("fold-0", 0.9, 140);
    CommandLineRun.logo("report", "run.dir=" + folder, "run.name=plain");
    assertThat(folder.resolve("plain/report.html")).content().doesNotContain("t-SNE");
  }

  @Test
  void aComparisonShowsThoseOfEachRun() throws IOException {
    run("plain", 0.5);
    run("compact", 6);
    CommandLineRun run =
        CommandLineRun.logo(
            "report",
            "compare",
            "plain",
            "compact",
            "run.dir=" + folder,
            "--out",
            folder.resolve("c.html").toString());
    assertThat(run.error()).isEmpty();
    assertThat(folder.resolve("c.html"))
        .content()
        .contains("plain. t-SNE of 140 test clips", "compact. t-SNE of 140 test clips")
        .contains("plain: 140 test clips of fold-0", "compact: 140 test clips of fold-0, 100 %");
    assertThat(folder.resolve("c_files/features-compact.svg")).exists();
  }

  @Test
  void aBrokenFileIsNamedWithWhatToDo() throws IOException {
    run("compact", 6);
    Files.writeString(folder.resolve("compact/fold-0/features.parquet"), "PAR1");
    CommandLineRun run = CommandLineRun.logo("report", "run.dir=" + folder, "run.name=compact");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("features.parquet", "'logo evaluate --features'");
  }

  @Test
  void twoRunsShowTheSameOfManyClips() {
    List<ClipFeatures> clips =
        IntStream.range(0, 1200).mapToObj(i -> new ClipFeatures("c" + i, 0, new float[1])).toList();
    List<ClipFeatures> others =
        IntStream.range(0, 1200)
            .mapToObj(i -> new ClipFeatures("c" + (1199 - i), 0, new float[2]))
            .toList();
    Features shown = Features.of("fold-0", clips);
    assertThat(shown.clips()).hasSize(1000);
    assertThat(shown.clips())
        .extracting(ClipFeatures::clip)
        .isEqualTo(Features.of("fold-0", others).clips().stream().map(ClipFeatures::clip).toList());
  }

  private void run(String name, double apart) throws IOException {
    new SampleRun(folder.resolve(name)).fold("fold-0", 0.9, 140);
    SampleFeatures.write(folder.resolve(name).resolve("fold-0/features.parquet"), 140, apart);
  }
}
