package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.training.SmallTraining;
import org.logoformer.jobs.training.TrainingRun;
import org.logoformer.models.Models;
import org.logoformer.train.resume.Checkpoints;
import org.logoformer.train.state.TrainingState;

class SimulationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"nesterov, average, 0.1", "none, reset, 0"})
  void endsInTheStateThatTrainingOnSparkEndsIn(String outer, String momentum, double dropout)
      throws IOException {
    LogoConfig config =
        config(
            "train.outer.kind=" + outer,
            "train.momentum=" + momentum,
            "model.dropout.mlp=" + dropout);
    RunMetrics metrics;
    try (JavaSparkContext spark = SmallTraining.local(new SparkConf())) {
      metrics = TrainingRun.train(spark, config, new PrintWriter(new StringWriter()));
    }
    Clips clips = Clips.open(config.data().shards(), config);
    try (Simulation simulation = new Simulation(config, clips, ComputationGraph::fit)) {
      TrainingState end = simulation.recalibrated(simulation.train());
      assertThat(end.parameters()).isEqualTo(trained(config).parameters());
      assertThat(end.updater()).isEqualTo(trained(config).updater());
      assertThat(end.outer()).isEqualTo(trained(config).outer());
      assertThat(simulation.uar(end)).isEqualTo(metrics.uar().mean());
    }
  }

  @ParameterizedTest
  @CsvSource({"average", "reset"})
  void trafficIsWhatRoundsOnSparkMove(String momentum) throws IOException {
    LogoConfig config =
        config("train.momentum=" + momentum, "model.backbone.width=8", "model.dim=32");
    try (JavaSparkContext spark = SmallTraining.local(new SparkConf())) {
      TrainingRun.train(spark, config, new PrintWriter(new StringWriter()));
    }
    Traffic traffic = Traffic.of(config);
    List<JsonNode> rounds = rounds(config);
    assertThat(rounds).isNotEmpty();
    for (JsonNode round : rounds) {
      long shuffled = round.at("/bytes/shuffle").asLong() / config.train().workers();
      assertThat(round.at("/bytes/broadcast").asLong())
          .isBetween(traffic.received(), traffic.received() * 11 / 10);
      assertThat(shuffled).isBetween(traffic.sent(), traffic.sent() * 11 / 10);
    }
  }

  @Test
  void whatDivergesIsReportedAsSuch() {
    LogoConfig config = config("optimiser.lr=1e30");
    Figures figures = Simulation.run(config, Clips.open(config.data().shards(), config));
    assertThat(figures.isDiverged()).isTrue();
  }

  private LogoConfig config(String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "data.shards=" + SmallTraining.shards(folder),
                "run.dir=" + folder.resolve("runs"),
                "train.epochs=2",
                "train.workers=3",
                "train.batch=6",
                "train.averaging-frequency=2",
                "train.bn-recalibrate=7"));
    settings.addAll(List.of(more));
    return SmallTraining.config(settings.toArray(String[]::new));
  }

  private static TrainingState trained(LogoConfig config) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    CheckpointStore store =
        new CheckpointStore(files, RunFolder.of(config.run()).fold(0).folder(), Retention.ALL);
    Checkpoints checkpoints = new Checkpoints(Models.layout(config.model()));
    return checkpoints.read(store.newest().orElseThrow()).state();
  }

  private static List<JsonNode> rounds(LogoConfig config) throws IOException {
    Path log = Path.of(RunFolder.of(config.run()).fold(0).log().toUri().getPath());
    List<JsonNode> rounds = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode json = new ObjectMapper().readTree(line);
      if (json.path("kind").asText().equals("round")) {
        rounds.add(json);
      }
    }
    return rounds;
  }
}
