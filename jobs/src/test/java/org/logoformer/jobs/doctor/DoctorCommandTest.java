package org.logoformer.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.spark.ExecutorProcesses;

/** The whole command, on Spark. */
class DoctorCommandTest {
  @TempDir static Path folder;

  @BeforeAll
  static void writeShards() throws IOException {
    TinyShards.write(folder.resolve("shards"), 2, TinyShards.Tags.FOLDS);
  }

  @Test
  void aMachineThatIsWellGetsALineForEachCheckAndIsLeftAsItWas() throws IOException {
    CommandLineRun result = doctor("spark.master=local[2]", "train.workers=2");
    assertThat(result.exitCode()).as(result.out() + result.error()).isZero();
    assertThat(result.out().lines().map(DoctorCommandTest::verdictAndCheck))
        .containsExactly(
            "ok run.dir",
            "ok kernels",
            "ok driver",
            "ok space",
            "ok data.shards",
            "ok workers",
            "ok software",
            "ok kernels",
            "ok probe",
            "ok gpu",
            "ok run.dir, shared",
            "ok clips",
            "ok clocks",
            "doctor: 13 ok, 0 warn, 0 fail");
    try (Stream<Path> left = Files.list(folder.resolve("runs"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatFailsIsSaidWithAdviceAndEndsWithExitCode4() {
    CommandLineRun result =
        doctor(
            "spark.master=local[1]",
            "train.workers=2",
            "data.shards=" + folder.resolve("nowhere"),
            "spark.conf.spark.driver.maxResultSize=64k");
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.out())
        .containsPattern("fail +driver ")
        .containsPattern("-> set spark.conf.\"spark.driver.maxResultSize\"=\\d+m")
        .containsPattern("fail +data.shards .*nowhere")
        .containsPattern("warn +workers +1 slots")
        .containsPattern("fail +clips +executor driver on .*nowhere")
        .contains("doctor: 9 ok, 1 warn, 3 fail");
    assertThat(result.error()).contains("driver, data.shards, clips");
  }

  @Test
  @Tag("cluster")
  void everySlotOfEveryExecutorReports() {
    List<String> settings = new ArrayList<>(List.of("train.workers=2", "spark.executors=2"));
    ExecutorProcesses.settings(2)
        .forEach(
            (key, value) ->
                settings.add(
                    (key.equals("spark.master") ? key : "spark.conf." + key) + "=" + value));
    CommandLineRun result = doctor(settings.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.out() + result.error()).isZero();
    assertThat(result.out()).contains("2 slots in 2 executors on 1 hosts");
  }

  @Test
  void theDryRunStartsNothing() {
    CommandLineRun result = doctor("spark.master=yarn", "--dry-run");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("spark.master = yarn").doesNotContain("doctor:");
  }

  private static String verdictAndCheck(String line) {
    return line.startsWith("doctor")
        ? line
        : line.substring(0, 4).strip() + " " + line.substring(6).split("  ", -1)[0];
  }

  private static CommandLineRun doctor(String... settings) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "doctor",
                "run.dir=" + folder.resolve("runs"),
                "data.shards=" + folder.resolve("shards"),
                "data.folds=[1,2]",
                "model.preset=tiny",
                "spark.conf.spark.ui.enabled=false"));
    line.addAll(Arrays.asList(settings));
    return CommandLineRun.logo(line.toArray(String[]::new));
  }
}
