package org.logoformer.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.bench.measure.ChildExecutors;

/** The measurements that start executor processes. */
class ExecutorBenchesTest {
  @TempDir Path folder;

  @Test
  @Tag("cluster")
  void roundsOfOneToThreeExecutorsAreMeasuredFittedAndPredicted() {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThanOrEqualTo(2);
    Path file = folder.resolve("scaling.md");
    CommandLineRun run =
        run(
            "scaling",
            "--workers=1,2,3",
            "--steps=1,2",
            "--rounds=2",
            "--warm-up=2",
            "--repetitions=1",
            "--out=" + file,
            "model.preset=tiny",
            "train.batch=1");

    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .contains("preset=tiny batch-per-worker=1 ")
        .containsPattern("(?m)^measured workers=3 steps=2 round-ms=\\d+\\.\\d training-ms=[1-9]")
        .containsPattern("(?m)^ *1 +1 .* fitted$")
        .containsPattern("(?m)^ *2 +2 .* fitted$")
        .containsPattern("(?m)^ *3 +2 .*( fitted|predicted)$")
        .containsPattern("(?m)^256( +\\d+\\.\\d){7}$");
    assertThat(file).content().contains("## Cost model", "| 256 |");
    assertThat(ChildExecutors.running()).isEmpty();
  }

  @Test
  @Tag("cluster")
  void aSoakWatchesDriverAndExecutorsAndLeavesNothing() {
    Path file = folder.resolve("soak.html");
    CommandLineRun run =
        run(
            "soak",
            "--rounds=4",
            "--tolerance=10",
            "--out=" + file,
            "model.preset=tiny",
            "train.batch=2",
            "train.averaging-frequency=1");

    // In so few rounds Spark's own small broadcasts may grow; what is left over must be nothing.
    assertThat(run.out())
        .containsPattern("(?m)^soak Resident memory, MB: driver +first=[1-9]\\d")
        .containsPattern("(?m)^soak Resident memory, MB: executor 0 +first=[1-9]\\d")
        .containsPattern("(?m)^soak Resident memory, MB: executor 1 +first=[1-9]\\d")
        .containsPattern("(?m)^soak Driver after a collection, MB: heap +first=[1-9]\\d")
        .containsPattern("(?m)^soak Broadcast blocks.*: executors +first=[1-9]")
        .containsPattern("(?m)^soak Left over.*: broadcast states +first=0.0 .* flat$")
        .containsPattern("(?m)^soak Left over.*: cached partitions +first=0.0 .* flat$")
        .containsPattern("(?m)^soak Left over.*: shuffles +first=0.0 .* flat$")
        .contains(run.exitCode() == 0 ? "verdict flat" : "verdict growing");
    assertThat(run.exitCode()).isIn(0, 4);
    assertThat(file).content().contains("executor 1", "<svg ");
    assertThat(ChildExecutors.running()).isEmpty();
  }

  @Test
  void theModelNeedsOneAndTwoWorkersAndTwoFrequencies() {
    CommandLineRun workers = run("scaling", "--workers=2,4");
    CommandLineRun steps = run("scaling", "--steps=8");

    assertThat(workers.exitCode()).isEqualTo(2);
    assertThat(workers.error()).contains("--workers 2,4");
    assertThat(steps.exitCode()).isEqualTo(2);
    assertThat(steps.error()).contains("--steps 8");
  }

  @Test
  void noTrendShowsInTwoRounds() {
    CommandLineRun run = run("soak", "--rounds=2");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("--rounds 2");
  }

  @Test
  void dryRunsStartNothing() {
    for (String command : new String[] {"scaling", "soak"}) {
      CommandLineRun run = run(command, "--dry-run", "model.depth=3");

      assertThat(run.error()).isEmpty();
      assertThat(run.out()).contains("preset=quickstart", "depth=3").doesNotContain("verdict");
    }
  }

  private static CommandLineRun run(String... arguments) {
    return CommandLineRun.of(new BenchCommand(), arguments);
  }
}
