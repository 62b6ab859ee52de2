package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.cli.Logo;
import org.logoformer.jobs.Evidence;
import org.logoformer.jobs.FrailFileSystem;
import org.logoformer.jobs.LogoProcess;

/** The train command as a process of its own that really ends in the middle. */
@Tag("cluster")
class TrainKilledTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String LAST = "fold-0/ckpt/epoch-002-round-0006";

  @TempDir static Path folder;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    SmallShards.write(new org.apache.hadoop.fs.Path(folder.resolve("shards").toUri()), 22, 7);
    assertThat(here("straight")).isZero();
  }

  @Test
  void aKilledRunGoesOnToTheSameBits() throws Exception {
    String after = "epoch-001-round-0004";
    Path marker = folder.resolve("runs/killed/fold-0/ckpt/" + after + "/_SUCCESS");
    Process process = start("killed", List.of(), List.of());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(marker) && System.nanoTime() < deadline) {
      assertThat(process.waitFor(10, TimeUnit.MILLISECONDS)).as("ended by itself").isFalse();
    }
    process.destroyForcibly().waitFor();
    assertThat(marker).exists();
    requireSameBits("killed", "SIGKILL for the driver's process soon after " + after);
  }

  @ParameterizedTest
  @ValueSource(ints = {27, 52})
  void aProcessThatEndsInAChangeOfFilesGoesOnToTheSameBits(int calls) throws Exception {
    String name = "halted-" + calls;
    Process process =
        start(
            name,
            List.of("-Dfrail.calls=" + calls),
            List.of(
                "run.dir=frail://" + folder.resolve("runs"),
                "spark.conf.spark.hadoop."
                    + FrailFileSystem.KEY
                    + "="
                    + FrailFileSystem.class.getName()));
    assertThat(process.waitFor()).isEqualTo(137);
    requireSameBits(
        name, "the driver's process halts in call %d that changes files".formatted(calls));
  }

  private static void requireSameBits(String name, String fault) throws IOException {
    assertThat(folder.resolve("runs/" + name).resolve(LAST)).doesNotExist();
    assertThat(here(name)).isZero();
    assertThat(Files.readAllLines(folder.resolve("runs/" + name + "/fold-0/metrics.jsonl")))
        .as("three rounds and the epoch, twice")
        .hasSize(8);
    new Evidence(3, "run " + name, fault, hash("straight"), hash(name)).requireEqual();
  }

  private static String hash(String run) throws IOException {
    return Evidence.hash(bytes(run, "params.safetensors"), bytes(run, "momentum.safetensors"));
  }

  private static byte[] bytes(String run, String file) throws IOException {
    return Files.readAllBytes(folder.resolve("runs/" + run).resolve(LAST).resolve(file));
  }

  private static int here(String run) {
    StringWriter err = new StringWriter();
    int exitCode =
        Logo.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            line(run).toArray(String[]::new));
    assertThat(err.toString()).isEmpty();
    return exitCode;
  }

  private static Process start(String run, List<String> properties, List<String> more)
      throws IOException {
    List<String> words = new ArrayList<>(line(run));
    words.addAll(more);
    return LogoProcess.start(folder.resolve(run + ".log"), properties, words);
  }

  private static List<String> line(String run) {
    return List.of(
        "train",
        "run.name=" + run,
        "run.dir=" + folder.resolve("runs"),
        "data.shards=" + folder.resolve("shards"),
        "model.preset=tiny",
        "optimiser.lr=0.01",
        "train.epochs=2",
        "train.batch=8",
        "train.workers=2",
        "train.averaging-frequency=1",
        "train.checkpoint.every-rounds=1",
        "train.checkpoint.keep-last=20",
        "spark.master=local[2]",
        "spark.conf.\"spark.ui.enabled\"=false");
  }
}
