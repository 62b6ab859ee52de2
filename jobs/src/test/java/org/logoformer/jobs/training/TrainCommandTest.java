package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.TinyRuns;

class TrainCommandTest {
  @TempDir static Path folder;

  @BeforeAll
  static void writeShards() throws IOException {
    SmallShards.write(new org.apache.hadoop.fs.Path(folder.resolve("shards").toUri()), 22, 14);
  }

  @Test
  void aRunLeavesItsFilesAndSaysHowItWent() throws IOException {
    CommandLineRun result = train("files", "train.epochs=2", "train.workers=2");
    assertThat(result.exitCode()).as(result.error()).isZero();
    assertThat(result.out()).contains("epoch 1/2  loss ", "epoch 2/2  loss ", "train uar=0.");
    Path run = folder.resolve("runs/files");
    assertThat(run.resolve("config.conf")).isRegularFile();
    assertThat(run.resolve("provenance.json")).isRegularFile();
    assertThat(run.resolve("fold-0/ckpt/epoch-002-round-0006/_SUCCESS")).isRegularFile();
    assertThat(run.resolve("fold-0/metrics.json")).isRegularFile();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("fold-0/metrics.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines)
        .extracting(l -> l.path("kind").asText())
        .containsExactly("round", "round", "round", "epoch", "round", "round", "round", "epoch");
    assertThat(lines.get(7).path("clips").asInt()).isEqualTo(22);
    assertThat(lines.get(7).path("recalls")).hasSize(7);
  }

  @Test
  void aRunThatIsContinuedEqualsOneThatWasNeverInterrupted() throws IOException {
    assertThat(train("straight", "train.epochs=2", "train.workers=2").exitCode()).isZero();
    assertThat(train("twice", "train.epochs=1", "train.workers=2").exitCode()).isZero();
    CommandLineRun resumed = train("twice", "train.epochs=2", "train.workers=2");
    assertThat(resumed.out()).contains("resumed after epoch 1");
    for (String file : List.of("params", "momentum")) {
      String path = "fold-0/ckpt/epoch-002-round-0006/" + file + ".safetensors";
      assertThat(Files.readAllBytes(folder.resolve("runs/twice").resolve(path)))
          .isEqualTo(Files.readAllBytes(folder.resolve("runs/straight").resolve(path)));
    }
    assertThat(Files.readAllLines(folder.resolve("runs/twice/fold-0/metrics.jsonl"))).hasSize(8);

    CommandLineRun shorter = train("twice", "train.epochs=1", "train.workers=2");
    assertThat(shorter.exitCode()).isEqualTo(2);
    assertThat(shorter.error()).contains("train.epochs = 1", "epoch-002-round-0006");
  }

  @Test
  void outerMomentumIsPartOfWhatARunGoesOnFrom() throws IOException {
    String[] outer = {
      "train.workers=2",
      "train.post-local-epochs=1",
      "train.averaging-frequency=2",
      "train.outer.kind=nesterov",
      "train.outer.lr=0.7",
      "train.outer.momentum=0.9",
      "train.checkpoint.every-rounds=1",
      "train.checkpoint.keep-last=9"
    };
    assertThat(train("outer-straight", TinyRuns.with(outer, "train.epochs=2")).exitCode()).isZero();
    assertThat(train("outer-twice", TinyRuns.with(outer, "train.epochs=1")).exitCode()).isZero();
    // As if it had been killed in the middle of the first epoch.
    Path checkpoints = folder.resolve("runs/outer-twice/fold-0/ckpt");
    assertThat(checkpoints.resolve("epoch-000-round-0002/_SUCCESS")).isRegularFile();
    Files.delete(checkpoints.resolve("epoch-001-round-0003/_SUCCESS"));
    CommandLineRun resumed = train("outer-twice", TinyRuns.with(outer, "train.epochs=2"));
    assertThat(resumed.out()).contains("resumed after epoch 0, round 2");
    for (String file : List.of("params", "momentum", "outer")) {
      String path = "fold-0/ckpt/epoch-002-round-0005/" + file + ".safetensors";
      assertThat(Files.readAllBytes(folder.resolve("runs/outer-twice").resolve(path)))
          .as(file)
          .isEqualTo(Files.readAllBytes(folder.resolve("runs/outer-straight").resolve(path)));
    }

    // As if it had been killed in the middle of the second.
    Files.delete(checkpoints.resolve("epoch-002-round-0005/_SUCCESS"));
    assertThat(checkpoints.resolve("epoch-001-round-0004/_SUCCESS")).isRegularFile();
    CommandLineRun shorter = train("outer-twice", TinyRuns.with(outer, "train.epochs=1"));
    assertThat(shorter.exitCode()).isEqualTo(2);
    assertThat(shorter.error()).contains("train.epochs = 1", "epoch-001-round-0004");
  }

  @Test
  void aRunGoesOnWithAnotherNumberOfWorkersAndSaysSo() throws IOException {
    assertThat(train("workers", "train.epochs=1", "train.workers=2").exitCode()).isZero();
    CommandLineRun resumed = train("workers", "train.epochs=2", "train.workers=3");
    assertThat(resumed.exitCode()).as(resumed.error()).isZero();
    assertThat(resumed.out()).contains("not exactly: train.workers was 2, is 3");
    JsonNode provenance =
        new ObjectMapper().readTree(folder.resolve("runs/workers/provenance.json").toFile());
    assertThat(provenance.path("departures"))
        .extracting(JsonNode::asText)
        .containsExactly("fold 0 from epoch-001-round-0003 on: train.workers was 2, is 3");
    List<String> lines = Files.readAllLines(folder.resolve("runs/workers/fold-0/metrics.jsonl"));
    assertThat(new ObjectMapper().readTree(lines.get(7)).path("clips").asInt()).isEqualTo(22);
  }

  @Test
  void aRunIsNotContinuedWithOtherSettings() throws IOException {
    assertThat(train("changed", "train.epochs=1").exitCode()).isZero();
    CommandLineRun refused =
        train("changed", "train.epochs=2", "optimiser.lr=0.5", "train.batch=4");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains("optimiser.lr was 0.01, is 0.5", "train.batch was 8, is 4")
        .doesNotContain("train.epochs");
    assertThat(folder.resolve("runs/changed/config.conf"))
        .content()
        .as("settings of the run")
        .contains("0.01")
        .doesNotContain("lr = 0.5");
  }

  @Test
  void clipsThatAreHeldOutChooseAnEpochAndTheCheckpointThatIsKept() throws IOException {
    String[] held = {"data.validation.fraction=0.4", "train.epochs=2", "train.workers=2"};
    CommandLineRun result = train("held", held);
    assertThat(result.exitCode()).as(result.error()).isZero();
    assertThat(result.out())
        .contains("  validation uar 0.", "train protocol=last uar=", "protocol=best-on-validation");
    ObjectMapper json = new ObjectMapper();
    Path fold = folder.resolve("runs/held/fold-0");
    List<String> lines = Files.readAllLines(fold.resolve("metrics.jsonl"));
    JsonNode epoch = json.readTree(lines.get(lines.size() - 1));
    // Of 22 training clips 3 or 4 of each class, of which one is held out.
    assertThat(epoch.path("validation").path("test_clips").asInt()).isBetween(7, 10);
    assertThat(epoch.path("clips").asInt() + epoch.path("validation").path("test_clips").asInt())
        .isEqualTo(22);
    for (Path file :
        List.of(fold.resolve("metrics.json"), folder.resolve("runs/held/metrics.json"))) {
      assertThat(json.readTree(file.toFile()).path("protocols"))
          .extracting(p -> p.path("protocol").asText())
          .containsExactly("last", "best-on-test", "best-on-validation");
    }
    // Own evaluations keep what training said of its epochs.
    String before = Files.readString(folder.resolve("runs/held/metrics.json"));
    CommandLineRun evaluated = new TinyRuns(folder).logo("evaluate", "held");
    assertThat(evaluated.exitCode()).as(evaluated.error()).isZero();
    assertThat(json.readTree(folder.resolve("runs/held/metrics.json").toFile()).path("protocols"))
        .isEqualTo(json.readTree(before).path("protocols"));
  }

  @Test
  void crossValidationTrainsAndTestsEveryFold() throws IOException {
    CommandLineRun result = train("folds", "train.epochs=1", "data.folds=[1,2]");
    assertThat(result.exitCode()).as(result.error()).isZero();
    JsonNode metrics =
        new ObjectMapper().readTree(folder.resolve("runs/folds/metrics.json").toFile());
    assertThat(metrics.path("folds")).extracting(f -> f.path("fold").asInt()).containsExactly(1, 2);
    double mean =
        (metrics.at("/folds/0/uar").asDouble() + metrics.at("/folds/1/uar").asDouble()) / 2;
    assertThat(metrics.path("uar").asDouble()).isEqualTo(mean);
  }

  private CommandLineRun evaluate(String run, String... more) {
    List<String> words = new ArrayList<>(List.of("evaluate", "run.name=" + run));
    words.add("run.dir=" + folder.resolve("runs"));
    words.add("spark.master=local[2]");
    words.add("spark.conf.\"spark.ui.enabled\"=false");
    words.addAll(List.of(more));
    return CommandLineRun.logo(words.toArray(String[]::new));
  }

  @Test
  void evaluateLeavesTheMetricsThatTrainWrote() throws IOException {
    assertThat(train("evaluated", "train.epochs=1", "data.folds=[1,2]").exitCode()).isZero();
    Path run = folder.resolve("runs/evaluated");
    List<Path> metrics =
        List.of(
            run.resolve("metrics.json"),
            run.resolve("fold-1/metrics.json"),
            run.resolve("fold-2/metrics.json"));
    List<String> trained = new ArrayList<>();
    for (Path file : metrics) {
      trained.add(Files.readString(file));
    }
    CommandLineRun first = evaluate("evaluated", "evaluate.resamples=0");
    assertThat(first.exitCode()).as(first.error()).isZero();
    assertThat(run.resolve("evaluations")).as("figures as those of training").doesNotExist();
    assertThat(run.resolve("fold-2/predictions.parquet")).exists();
    for (int i = 0; i < metrics.size(); i++) {
      assertThat(metrics.get(i)).hasContent(trained.get(i));
      Files.delete(metrics.get(i));
    }
    CommandLineRun evaluation = evaluate("evaluated");
    assertThat(evaluation.exitCode()).as(evaluation.error()).isZero();
    for (int i = 0; i < metrics.size(); i++) {
      assertThat(metrics.get(i)).hasContent(trained.get(i));
    }
  }

  @Test
  void aRunThatDivergesEndsWithItsOwnExitCode() {
    CommandLineRun result = train("diverged", "optimiser.lr=1e30", "train.epochs=3");
    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.error()).contains("Worker ", "step ", "shards part-00000");
  }

  @Test
  void recalibrationReplacesTheRunningStatisticsAndNothingElse() throws IOException {
    assertThat(train("running", "train.epochs=1", "train.workers=2").exitCode()).isZero();
    assertThat(
            train("recalibrated", "train.epochs=1", "train.workers=2", "train.bn-recalibrate=14")
                .exitCode())
        .isZero();
    Map<String, SafeTensor> running = parameters("running");
    Map<String, SafeTensor> recalibrated = parameters("recalibrated");
    assertThat(recalibrated.keySet()).isEqualTo(running.keySet());
    running.forEach(
        (name, tensor) -> {
          if (name.contains(".running_")) {
            assertThat(recalibrated.get(name)).as(name).isNotEqualTo(tensor);
          } else {
            assertThat(recalibrated.get(name)).as(name).isEqualTo(tensor);
          }
        });
  }

  @Test
  void dl4jSparksOwnMasterIsThereToCompareWith() {
    CommandLineRun refused = train("dl4j", "train.master=dl4j");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error()).contains("optimiser.sam.rho=0", "train.bn-recalibrate");
    CommandLineRun result =
        train(
            "dl4j",
            "train.master=dl4j",
            "train.epochs=1",
            "train.workers=2",
            "optimiser.sam.rho=0",
            "train.bn-recalibrate=8");
    assertThat(result.exitCode()).as(result.error()).isZero();
    assertThat(result.out()).contains("epoch 1/1  loss ", "train uar=");
  }

  @Test
  void initialWeightsThatAreNoNumbersAreNamedBeforeTheFirstStep() throws IOException {
    Map<String, SafeTensor> tensors =
        new TreeMap<>(Fixture.read(Fixture.weights().toAbsolutePath()).tensors());
    tensors.put("backbone.bn1.num_batches_tracked", SafeTensor.of(new long[] {3}));
    assertThat(train("init", "train.epochs=1", "train.init=" + write(tensors)).exitCode()).isZero();
    tensors.put("head.bias", SafeTensor.of(new double[] {0, 0, 1e300, 0, 0, 0, 0}, 7));
    CommandLineRun refused = train("bad-init", "train.init=" + write(tensors));
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.error())
        .contains("head.bias holds 1.0E300", "init.safetensors")
        .doesNotContain("optimiser.lr");
  }

  private static Path write(Map<String, SafeTensor> tensors) throws IOException {
    Path file = folder.resolve("init.safetensors");
    try (var out = Files.newOutputStream(file)) {
      new Safetensors(tensors).write(out);
    }
    return file;
  }

  @Test
  void missingShardsAreSaid() {
    CommandLineRun result = train("missing", "data.shards=" + folder.resolve("nowhere"));
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.error()).contains("nowhere");
  }

  private static Map<String, SafeTensor> parameters(String run) throws IOException {
    return new TinyRuns(folder).parameters(run);
  }

  private static CommandLineRun train(String name, String... settings) {
    return new TinyRuns(folder).train(name, settings);
  }
}
