package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.models.Models;

/**
 * Each network as a run: two workers that are averaged, SAM, a checkpoint, an evaluation of it,
 * what is exported of it, and clips that it is shown.
 */
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
    Fixture.writeClips(folder.resolve("clips"));
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
    whatIsExportedPredictsAsTheRunDoes(network);
  }

  private static void whatIsExportedPredictsAsTheRunDoes(String network) throws IOException {
    String run = folder.resolve("runs").resolve(network).toString();
    Path asRun = folder.resolve(network + "-run.csv");
    Path asFile = folder.resolve(network + "-file.csv");
    String exported = folder.resolve(network + ".safetensors").toString();
    done(CommandLineRun.logo("export", "--from", run, "--to", exported));
    done(predict(asRun, "--run", run));
    List<String> weights = new ArrayList<>(List.of("--weights", exported, "model.name=" + network));
    weights.addAll(SETTINGS);
    done(predict(asFile, weights.toArray(String[]::new)));
    assertThat(asFile).hasSameTextualContentAs(asRun).content().contains("clip-0,");

    // The parameters of a checkpoint say for themselves what they are of.
    weights.set(1, parameters(network).toString());
    weights.add("data.sampling=uniform");
    CommandLineRun refused = predict(asFile, weights.toArray(String[]::new));
    assertThat(refused.exitCode()).as(refused.error()).isEqualTo(3);
    assertThat(refused.error()).contains("data.sampling is ds in the file, uniform here");
    CommandLineRun evaluated =
        logo(
            "evaluate",
            network,
            "run.name=of-a-file",
            "evaluate.weights=" + weights.get(1),
            "data.sampling=uniform");
    assertThat(evaluated.exitCode()).as(evaluated.error()).isEqualTo(3);
    assertThat(evaluated.error()).contains("data.sampling is ds in the file, uniform here");
  }

  private static Path parameters(String network) throws IOException {
    Path checkpoints = folder.resolve("runs").resolve(network).resolve("fold-0/ckpt");
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files.filter(f -> f.endsWith("params.safetensors")).findFirst().orElseThrow();
    }
  }

  private static CommandLineRun predict(Path out, String... network) {
    List<String> line = new ArrayList<>(List.of("predict", "--out", out.toString()));
    line.addAll(List.of("--clips", folder.resolve("clips").toString()));
    line.addAll(List.of(network));
    return CommandLineRun.logo(line.toArray(String[]::new));
  }

  private static void done(CommandLineRun run) {
    assertThat(run.exitCode()).as(run.error()).isZero();
  }

  private static CommandLineRun logo(String command, String network, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                command,
                "run.name=" + network,
                "run.dir=" + folder.resolve("runs"),
                "data.shards=" + folder.resolve("shards"),
                "model.name=" + network));
    line.addAll(SETTINGS);
    line.addAll(List.of(more));
    return CommandLineRun.logo(line.toArray(String[]::new));
  }
}
