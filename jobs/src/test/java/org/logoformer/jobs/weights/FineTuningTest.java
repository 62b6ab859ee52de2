package org.logoformer.jobs.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.logoformer.jobs.training.SmallShards;

/** Trainings that begin with weights from elsewhere: two workers, averaging, SAM. */
class FineTuningTest {
  private static final Path TORCH = Path.of("../core/src/test/resources/torch").toAbsolutePath();

  @TempDir static Path folder;

  @BeforeAll
  static void writeShards() throws IOException {
    SmallShards.write(new org.apache.hadoop.fs.Path(folder.resolve("shards").toUri()), 18, 7);
  }

  @Test
  void anImportedBackboneTrainsAtOnceAndStaysWhenItIsFrozen() throws IOException {
    Path backbone = folder.resolve("backbone.safetensors");
    CommandLineRun imported =
        CommandLineRun.logo(
            "import",
            "--from",
            TORCH + "/resnet18-width-2.pth.tar",
            "--to",
            backbone.toString(),
            "--part",
            "backbone",
            "model.preset=tiny",
            "model.logo-former.backbone.width=2");
    assertThat(imported.exitCode()).as(imported.error()).isZero();
    CommandLineRun run =
        train(
            "frozen",
            "train.init=" + backbone,
            "train.freeze=[backbone]",
            "model.logo-former.backbone.width=2");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(run.out())
        .contains("gives 75 of ", "part backbone, imported from resnet18-width-2.pth.tar");
    JsonNode provenance =
        new ObjectMapper().readTree(folder.resolve("runs/frozen/provenance.json").toFile());
    assertThat(provenance.path("initial").get(0).asText())
        .startsWith("fold 0: train.init: ")
        .contains("part backbone");
    Map<String, SafeTensor> trained = parameters("frozen");
    Fixture.read(backbone)
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.contains(".running_")) {
                assertThat(trained.get(name)).as(name).isNotEqualTo(tensor);
              } else {
                assertThat(trained.get(name)).as(name).isEqualTo(tensor);
              }
            });
  }

  @Test
  void anotherNumberOfClassesStartsANewHeadAndSaysSo() throws IOException {
    Map<String, SafeTensor> tensors = new TreeMap<>(Fixture.read(Fixture.weights()).tensors());
    tensors.put("head.weight", SafeTensor.of(new float[11 * 32], 11, 32));
    tensors.put("head.bias", SafeTensor.of(new float[11], 11));
    Path file = folder.resolve("eleven.safetensors");
    try (var out = Files.newOutputStream(file)) {
      new Safetensors(tensors, Map.of("model.name", "logo-former", "model.classes", "11"))
          .write(out);
    }
    CommandLineRun run = train("head", "train.init=" + file, "optimiser.lr-factors.backbone=0.1");
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(run.out())
        .contains("a new head, head.weight, head.bias, starts from run.seed = 1", "gives ");
    assertThat(parameters("head").get("head.bias").shape()).containsExactly(7);
    assertThat(train("dry", "train.init=" + file, "--dry-run").out()).contains("a new head");
    CommandLineRun other =
        train("other", "train.init=" + file, "model.logo-former.pool.kind=avg", "--dry-run");
    assertThat(other.exitCode()).isEqualTo(3);
    assertThat(other.error()).contains("unexpected (blocks.0.global.pool.bias");
  }

  @Test
  void partsThatAreNotThereAreRefusedBeforeAnythingStarts() {
    CommandLineRun run = train("neck", "train.freeze=[neck]");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("train.freeze = neck", "backbone, proj");
    CommandLineRun part =
        train("part", "train.init-part=neck", "train.init=" + Fixture.weights().toAbsolutePath());
    assertThat(part.exitCode()).isEqualTo(2);
    assertThat(part.error()).contains("train.init-part = neck");
  }

  private static Map<String, SafeTensor> parameters(String run) throws IOException {
    return new TinyRuns(folder).parameters(run);
  }

  private static CommandLineRun train(String name, String... settings) {
    String[] own = TinyRuns.with(settings, "train.epochs=1");
    return new TinyRuns(folder).train(name, TinyRuns.with(own, "train.workers=2"));
  }
}
