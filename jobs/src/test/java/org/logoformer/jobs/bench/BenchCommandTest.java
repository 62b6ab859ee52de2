package org.logoformer.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.bench.step.ResidentBench;

class BenchCommandTest {
  @Test
  void needsToBeToldWhatToMeasure() {
    CommandLineRun run = CommandLineRun.of(new BenchCommand());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error())
        .contains("step", "inference", "memory", "kernels", "rss", "rounds", "scaling", "soak");
  }

  @Test
  void measuresStepsPassesAndTheMatmulPeak() {
    CommandLineRun run = step("--only", "speed,profile");

    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .contains("bench preset=tiny batch=2 threads=1 precision=f32 kernels=onednn")
        .containsPattern("peak matmul gflops=\\d")
        .containsPattern("(?m)^forward +clips/s=\\d")
        .containsPattern("(?m)^forward-backward +clips/s=\\d")
        .containsPattern("(?m)^step +clips/s=\\d")
        .containsPattern("(?m)^evaluation +clips/s=\\d")
        .containsPattern("(?m)^memory java-kb-per-step=\\d")
        .containsPattern("(?m)^global attention +\\d")
        .containsPattern("(?m)^update +0\\.0 +0\\.0 +\\d");
  }

  @Test
  void racesTwoSlotsAgainstOne() {
    CommandLineRun run = step("--only", "slots", "threads=2");

    assertThat(run.out()).containsPattern("(?m)^slots 1x2=\\S+ 2x1=\\S+ ratio=\\d");
  }

  @Test
  void timesStepsAgainstTheNumberOfFrames() {
    CommandLineRun run =
        CommandLineRun.of(
            new BenchCommand(),
            "frames",
            "--frames",
            "2,4",
            "--blocks",
            "1",
            "--block-seconds",
            "0",
            "model.preset=tiny",
            "batch=1");

    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .containsPattern("(?m)^ *model.logo-former.attention=full +2 +0\\.\\d+ +\\d")
        .containsPattern("(?m)^ *model.logo-former.attention=local-global +4 +0\\.\\d+ +\\d");
  }

  @Test
  void theLineOfTheReadmeIsUnderstood() {
    CommandLineRun run =
        CommandLineRun.of(
            new BenchCommand(), "step", "--peer", "--dry-run", "model.preset=paper", "batch=4");

    assertThat(run.error()).isEmpty();
    assertThat(run.out()).containsPattern("batch ?= ?4");
  }

  @Test
  void anUnknownKeyIsRefused() {
    assertThat(step("bacth=3").exitCode()).isEqualTo(2);
  }

  @Test
  void reportsItsOwnPeakMemory() {
    CommandLineRun run =
        CommandLineRun.of(
            new BenchCommand(), "rss", "--steps", "1", "model.preset=tiny", "batch=1");

    assertThat(ResidentBench.parse(run.out())).isGreaterThan(1 << 20);
  }

  @Test
  void withoutTorchItSaysHowToInstallIt(@TempDir Path folder) throws Exception {
    Path python =
        Files.writeString(
            folder.resolve("python"), "#!/bin/sh\necho '{\"missing\": \"No module torch\"}'\n");
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
    CommandLineRun run = step("--only", "peer", "--python", python.toString());

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.error()).contains("No module torch", "-m pip install torch", "--python");
  }

  @Test
  void withoutAnInterpreterItSaysHowToNameOne() {
    CommandLineRun run = step("--only", "peer", "--python", "no-such-python");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.error()).contains("no-such-python", "--python");
  }

  @Test
  void measuresEvaluationAtEveryBatchSize() {
    CommandLineRun run =
        CommandLineRun.of(
            new BenchCommand(),
            "inference",
            "--batches",
            "1,3",
            "--blocks",
            "1",
            "--block-seconds",
            "0",
            "model.preset=tiny",
            "threads=1");

    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .containsPattern("(?m)^batch=1 +clips/s=\\d")
        .containsPattern("(?m)^batch=3 +clips/s=\\d")
        .containsPattern("(?m)^memory peak-rss-mb=\\d");
  }

  @Test
  void watchesMemoryAndDrawsIt(@TempDir Path folder) {
    Path plot = folder.resolve("memory.png");
    CommandLineRun run =
        CommandLineRun.of(
            new BenchCommand(),
            "memory",
            "--steps",
            "6",
            "--samples",
            "3",
            "--plot",
            plot.toString(),
            "model.preset=tiny",
            "batch=1",
            "threads=1");

    // So few steps may be all warm-up: either verdict is right, as long as the code says the same.
    assertThat(run.out())
        .containsPattern("(?m)^memory resident +start-mb=\\S+ end-mb=\\S+ drift=\\S+% largest=")
        .containsPattern("(?m)^memory javacpp-total +start-mb=")
        .contains(run.exitCode() == 0 ? "verdict flat" : "verdict growing");
    assertThat(run.exitCode()).isIn(0, 4);
    assertThat(plot).isNotEmptyFile();
  }

  @Test
  void measuresRoundsBesideTheOtherMaster() {
    CommandLineRun run =
        CommandLineRun.of(
            new BenchCommand(),
            "rounds",
            "--rounds",
            "2",
            "--crews=2",
            "--crew-rounds=3",
            "--crew-blocks=1",
            "--blocks",
            "1",
            "--block-seconds",
            "0",
            "model.preset=tiny",
            "train.workers=2",
            "train.batch=4",
            "train.averaging-frequency=1",
            "spark.master=local[2]",
            "spark.conf.\"spark.ui.enabled\"=false");

    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .containsPattern("(?m)^round logo s=\\S+ jobs=\\S+ driver-in-mb=\\S+ states=1\\.")
        .containsPattern("(?m)^round dl4j s=\\S+ jobs=\\S+ driver-in-mb=\\S+ states=[2-9]")
        .containsPattern("(?m)^phase logo compute +ms=\\d")
        .containsPattern("(?m)^ratio time \\d")
        .containsPattern("(?m)^ratio round-overhead workers=2 \\S+ jobs-ms=\\d\\S+ crew-ms=\\d")
        .containsPattern("(?m)^bytes workers=2 sent-per-worker=1\\.\\d+ driver=0\\.0");
  }

  private static CommandLineRun step(String... arguments) {
    String[] all = new String[arguments.length + 8];
    all[0] = "step";
    all[1] = "--blocks";
    all[2] = "1";
    all[3] = "--block-seconds";
    all[4] = "0";
    all[5] = "model.preset=tiny";
    all[6] = "batch=2";
    all[7] = "threads=1";
    System.arraycopy(arguments, 0, all, 8, arguments.length);
    return CommandLineRun.of(new BenchCommand(), all);
  }
}
