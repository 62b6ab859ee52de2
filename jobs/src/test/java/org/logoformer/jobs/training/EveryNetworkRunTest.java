package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.models.Models;

/** Each network as a run: two workers that are averaged, SAM, a checkpoint, an evaluation of it. */
class EveryNetworkRunTest {
  private static final List<String> SETTINGS =
      List.of(
          "model.preset=tiny",
          "model.frames=2",
          "model.size=32",
          "optimiser.lr=0.01",
          "optimiser.sam.rho=0.05",
          "train.batch=4",
          "train.workers=2",
          "train.averaging-frequency=1",
          "train.epochs=1",
          "spark.master=local[2]",
          "spark.conf.\"spark.ui.enabled\"=false");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  @BeforeAll
  static void writeShards() throws IOException {
    SmallShards.write(new org.apache.hadoop.fs.Path(folder.resolve("shards").toUri()), 8, 7);
  }

  static Iterable<String> networks() {
    return Models.names();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void isAveragedWithSamAndEvaluated(String network) throws IOException {
    CommandLineRun trained = logo("train", network);
    assertThat(trained.exitCode()).as(trained.error()).isZero();
    Path fold = folder.resolve("runs").resolve(network).resolve("fold-0");
    for (String line : Files.readAllLines(fold.resolve("metrics.jsonl"))) {
      assertThat(JSON.readTree(line).path("loss").doubleValue()).as(line).isFinite().isPositive();
    }
    Path metrics = fold.resolve("metrics.json");
    byte[] written = Files.readAllBytes(metrics);
    assertThat(JSON.readTree(written).path("uar").doubleValue()).isBetween(0.0, 1.0);
    Files.delete(metrics);

    CommandLineRun evaluated = logo("evaluate", network);
    assertThat(evaluated.exitCode()).as(evaluated.error()).isZero();
    assertThat(metrics).hasBinaryContent(written);
  }

  private static CommandLineRun logo(String command, String network) {
    List<String> line =
        new ArrayList<>(
            List.of(
                command,
                "run.name=" + network,
                "run.dir=" + folder.resolve("runs"),
                "data.shards=" + folder.resolve("shards"),
                "model.name=" + network));
    line.addAll(SETTINGS);
    return CommandLineRun.logo(line.toArray(String[]::new));
  }
}
