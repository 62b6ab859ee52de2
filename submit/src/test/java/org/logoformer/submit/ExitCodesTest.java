package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger sees who gets something wrong. */
class ExitCodesTest {
  @TempDir Path folder;

  @Test
  void helpListsEveryCommand() {
    CommandLineRun run = CommandLineRun.of("--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            "synth",
            "prep",
            "train",
            "sweep",
            "evaluate",
            "predict",
            "report",
            "inspect",
            "doctor");
  }

  @Test
  void helpOfACommandListsItsKeysWithExamplesAndPrepTheFolders() {
    assertThat(CommandLineRun.of("prep", "--help").out())
        .contains("prep.source=/data/FERV39K", "spark.master=spark://host:7077")
        .contains("2_ClipsforFaceCrop/<Scene>/<Emotion>/<clip>", "clip_224x224")
        .doesNotContain("train.epochs");
    assertThat(CommandLineRun.of("train", "--help").out())
        .contains("data.shards=hdfs:///ferv39k", "train.epochs=100", "optimiser.sam.rho=0.05");
    assertThat(CommandLineRun.of("predict", "--help").out()).contains("model.logo-former.dim=256");
  }

  @Test
  void wrongKeyNamesTheNearestOne() {
    CommandLineRun run = CommandLineRun.of("train", "train.epoch=3");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("train.epoch", "train.epochs");
  }

  @Test
  void missingConfigurationFile() {
    CommandLineRun run = CommandLineRun.of("train", "--config", folder + "/no.conf");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no.conf");
  }

  @Test
  void illegalWindowListsTheLegalOnes() {
    CommandLineRun run = CommandLineRun.of("train", "model.window=[8,3,7]");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("model.logo-former.window", "1, 7");
  }

  @Test
  void missingClips() {
    CommandLineRun run =
        CommandLineRun.of(
            "predict",
            "--weights",
            folder + "/w",
            "--clips",
            folder + "/c",
            "--out",
            folder + "/o");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains(folder + "/");
  }

  @Test
  void truncatedWeights() throws IOException {
    Path weights =
        Files.write(folder.resolve("w.safetensors"), new byte[] {64, 0, 0, 0, 0, 0, 0, 0});
    Files.createDirectory(folder.resolve("c"));
    CommandLineRun run =
        CommandLineRun.of(
            "predict",
            "--weights",
            weights.toString(),
            "--clips",
            folder + "/c",
            "--out",
            folder + "/o");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("w.safetensors");
    assertThat(folder.resolve("o")).doesNotExist();
  }
}
