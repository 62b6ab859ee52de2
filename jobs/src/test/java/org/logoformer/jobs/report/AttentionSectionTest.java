package org.logoformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;

class AttentionSectionTest {
  @TempDir Path folder;

  @BeforeEach
  void run() throws IOException {
    new SampleRun(folder.resolve("run")).fold("fold-0", 0.9, 140);
  }

  @Test
  void aReportShowsTheFramesOfEachClipWithTheirWords() throws IOException {
    SampleAttention.write(folder.resolve("faces"), 2, 4);
    CommandLineRun run = report("--attention", folder.resolve("faces").toString());
    assertThat(run.error()).isEmpty();
    assertThat(folder.resolve("run/report.html"))
        .content()
        .contains("<h3>clip-1: Happy, 80 %</h3>", "<h3>clip-2: Happy, 80 %</h3>")
        .contains("alt=\"clip-1: Happy, 80 %; frame 1: 25.0 % of the attention, brighter where it")
        .contains("<figcaption>frame 4: 25.0 %</figcaption>", "show faces")
        .doesNotContain("of 2 clips");
    assertThat(Files.readString(folder.resolve("run/report.html")).split("<img ", -1)).hasSize(9);
    for (int clip = 1; clip <= 2; clip++) {
      for (int frame = 1; frame <= 4; frame++) {
        String name = "run/report_files/attention-0%d-frame-0%d.jpg".formatted(clip, frame);
        assertThat(ImageIO.read(folder.resolve(name).toFile()).getWidth()).isPositive();
      }
    }
  }

  @Test
  void ofManyClipsTheFirstAreShownInTheOrderOfTheirNumbers() throws IOException {
    SampleAttention.write(folder.resolve("faces"), 14, 1);
    report("--attention", folder.resolve("faces").toString());
    assertThat(folder.resolve("run/report.html"))
        .content()
        .contains("12 of 14 clips.", "<h3>clip-2:", "<h3>clip-12:")
        .doesNotContain("<h3>clip-13:");
    assertThat(folder.resolve("run/report_files/attention-12-frame-01.jpg")).exists();
    assertThat(folder.resolve("run/report_files/attention-13-frame-01.jpg")).doesNotExist();
  }

  @Test
  void facesAreNotShownUnasked() throws IOException {
    SampleAttention.write(folder.resolve("run/faces"), 1, 1);
    report();
    assertThat(folder.resolve("run/report.html")).content().doesNotContain("<img ", "Attention");
    assertThat(folder.resolve("run/report_files").toFile().list())
        .noneMatch(name -> name.endsWith(".jpg"));
  }

  @Test
  void aFolderWithoutSuchPicturesIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("empty/a.png"), "no picture");
    CommandLineRun empty = report("--attention", folder.resolve("empty").toString());
    assertThat(empty.exitCode()).isEqualTo(3);
    assertThat(empty.error()).contains("holds no picture of attention", "logo predict --attention");
    CommandLineRun none = report("--attention", folder.resolve("none").toString());
    assertThat(none.exitCode()).isEqualTo(3);
    assertThat(none.error()).contains("none", "Check --attention");
    assertThat(folder.resolve("run/report.html")).doesNotExist();
  }

  @Test
  void aSweepHasNoAttention() throws IOException {
    SampleAttention.write(folder.resolve("faces"), 1, 1);
    Files.writeString(folder.resolve("run/sweep.json"), "{}");
    CommandLineRun run = report("--attention", folder.resolve("faces").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("--attention goes with one run");
  }

  private CommandLineRun report(String... more) {
    String[] line = new String[more.length + 3];
    line[0] = "report";
    line[1] = "run.dir=" + folder;
    line[2] = "run.name=run";
    System.arraycopy(more, 0, line, 3, more.length);
    return CommandLineRun.logo(line);
  }
}
