package org.logoformer.jobs.sweep.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;

class SweepPageTest {
  @TempDir Path folder;

  @BeforeEach
  void writeSweep() throws IOException {
    new SampleSweep(folder.resolve("search")).write();
  }

  @Test
  void reportMakesThePageOfASweepAgain() throws IOException {
    CommandLineRun run = report();
    assertThat(run.error()).isEmpty();
    assertThat(run.out()).contains("sweep.html about the sweep in ");
    assertThat(page())
        .contains("sweep of logo-former · asha · 24 trials", "best UAR, %", "Best trials")
        .contains("loss is NaN in epoch 1", "not among the best of 3 epochs")
        .doesNotContainPattern("(?i)(src|href|srcset)=\"(?!data:)|url\\(|<script");
  }

  @Test
  void picturesTellTheirContentToThoseWhoCannotSeeThem() throws IOException {
    report();
    assertThat(page())
        .contains("Axes: optimiser.lr (1e-4 to 0.01)")
        .contains("optimiser.sam.every (2, 5, not set)", "of best quarter", "of diverged")
        .contains("Importance, variance explained: optimiser.lr ")
        .contains("UAR, % by epochs. ", "the best: trial-");
  }

  @Test
  void everyPictureAndTableIsBesideThePage() throws IOException {
    report();
    assertThat(folder.resolve("search/sweep_files"))
        .isDirectoryContaining("glob:**parallel.svg")
        .isDirectoryContaining("glob:**parallel.png")
        .isDirectoryContaining("glob:**importance.svg")
        .isDirectoryContaining("glob:**rungs.png")
        .isDirectoryContaining("glob:**best-trials.csv")
        .isDirectoryContaining("glob:**best-trials.tex")
        .isDirectoryContaining("glob:**reasons.csv")
        .isDirectoryContaining("glob:**trials.csv");
    assertThat(folder.resolve("search/sweep_files/rungs.csv"))
        .content()
        .startsWith("Epochs,Trials tested,\"Best UAR, %\",\"Median UAR, %\"\r\n1,2");
  }

  @Test
  void aSweepOfAnEarlierVersionHasAPageToo() throws IOException {
    Files.delete(folder.resolve("search/sweep.conf"));
    Files.writeString(
        folder.resolve("search/sweep.json"),
        """
        [{"trial":"trial-001","settings":["optimiser.lr=0.1"],"state":"finished","uar":0.5,"war":0.5,"epochs":3,"seconds":1},
         {"trial":"trial-002","settings":["optimiser.lr=0.01"],"state":"finished","uar":"NaN","war":"NaN","epochs":3,"seconds":1}]
        """);
    assertThat(report().error()).isEmpty();
    assertThat(page()).contains("sweep · 2 trials", "Too few trials to tell which axes matter");
  }

  @Test
  void aFileThatIsNoSweepsIsRefused() throws IOException {
    Files.writeString(folder.resolve("search/sweep.json"), "[{]");
    CommandLineRun run = report();
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("sweep.json is not what 'logo sweep' writes");
  }

  private CommandLineRun report() {
    return CommandLineRun.logo("report", "run.dir=" + folder, "run.name=search");
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("search/sweep.html"));
  }
}
