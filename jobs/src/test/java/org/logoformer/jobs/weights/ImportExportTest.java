package org.logoformer.jobs.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;

/** Weights in and out, as commands. */
class ImportExportTest {
  private static final Path TORCH = Path.of("../core/src/test/resources/torch").toAbsolutePath();
  private static final String[] NARROW = {
    "model.preset=tiny", "model.logo-former.backbone.width=2"
  };

  @TempDir Path folder;

  @Test
  void aResNet18OfPyTorchBecomesABackbone() throws IOException {
    CommandLineRun run = backbone("resnet18-width-2.pth.tar");
    assertThat(run.error()).isEmpty();
    assertThat(last(run)).isEqualTo("import matched=75 missing=0 unexpected=28 shape=0");
    assertThat(run.out())
        .containsPattern("matched +backbone\\.conv1\\.weight <- module\\.conv1\\.weight +F32")
        .containsPattern("unexpected +module\\.fc\\.weight +F32\\[10, 16]");
    Safetensors file = Fixture.read(folder.resolve("out.safetensors"));
    assertThat(file.tensors()).hasSize(75);
    assertThat(file.metadata())
        .containsEntry("part", "backbone")
        .containsEntry("format", "pt")
        .containsEntry("model.logo-former.backbone.width", "2");
    assertThat(file.metadata().get("source"))
        .matches("resnet18-width-2\\.pth\\.tar, SHA-256 [0-9a-f]{64}");
  }

  @Test
  void lessThanWhatIsAskedForIsRefusedAndNothingIsWritten() {
    CommandLineRun run =
        logo("import", NARROW, "--from", TORCH + "/resnet18-width-2.pth", "--to", out());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(last(run)).startsWith("import matched=75 missing=").endsWith(" shape=0");
    assertThat(run.error()).contains("does not cover all", "--part backbone");
    CommandLineRun wider =
        logo(
            "import",
            new String[] {"model.preset=tiny", "--part", "backbone"},
            "--from",
            TORCH + "/resnet18-width-2.pth",
            "--to",
            out());
    assertThat(wider.exitCode()).isEqualTo(3);
    assertThat(last(wider)).isEqualTo("import matched=0 missing=0 unexpected=27 shape=75");
    assertThat(folder.resolve("out.safetensors")).doesNotExist();
  }

  @Test
  void aHostileFileIsADataError() {
    CommandLineRun run = backbone("hostile.pth.tar");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("hostile.pth.tar", "a call of posix.system");
    assertThat(backbone("absent.pth").exitCode()).isEqualTo(3);
    assertThat(logo("import", NARROW, "--from", TORCH.toString(), "--to", out()).exitCode())
        .isEqualTo(3);
  }

  @Test
  void anUnknownPartIsRefusedWithThoseThatThereAre() {
    CommandLineRun run = logo("import", NARROW, "--part", "neck", "--from", "x.pth", "--to", out());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("--part = neck", "backbone, proj");
  }

  @Test
  void whatIsExportedSaysWhatItIsAndIsRefusedForAnythingElse() throws IOException {
    CommandLineRun run =
        logo(
            "export",
            new String[] {"model.preset=tiny"},
            "--from",
            Fixture.weights().toAbsolutePath().toString(),
            "--to",
            out());
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(last(run)).startsWith("export model=logo-former arrays=");
    assertThat(Fixture.read(folder.resolve("out.safetensors")).tensors())
        .isEqualTo(Fixture.read(Fixture.weights()).tensors());
    Fixture.writeClips(folder.resolve("clips"));
    assertThat(predict("model.preset=tiny").exitCode()).isZero();
    CommandLineRun other = predict("model.preset=tiny", "model.logo-former.heads=2");
    assertThat(other.exitCode()).isEqualTo(3);
    assertThat(other.error()).contains("model.logo-former.heads is 4 in the file, 2 here");
    // Again by its own header.
    CommandLineRun again =
        logo(
            "export",
            new String[] {},
            "--from",
            out(),
            "--to",
            folder.resolve("again.safetensors").toString());
    assertThat(again.exitCode()).as(again.error()).isZero();
    assertThat(folder.resolve("again.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("out.safetensors"));
  }

  @Test
  void aPartIsNotPredictedWith() throws IOException {
    assertThat(backbone("resnet18-width-2.pth").exitCode()).isZero();
    Fixture.writeClips(folder.resolve("clips"));
    CommandLineRun run = predict(NARROW);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("holds the part backbone", "train.init takes it");
  }

  @Test
  void aRunAFoldAndACheckpointAreExported() throws IOException {
    Path run = folder.resolve("runs/r");
    checkpoint(run.resolve("fold-1"), 1, 0.5, 0.25f);
    checkpoint(run.resolve("fold-1"), 2, 0.25, 0.75f);
    checkpoint(run.resolve("fold-2"), 1, 0.5, 0.125f);
    assertThat(exported(run, "--fold", "1")).isEqualTo(0.75f);
    assertThat(exported(run, "--fold", "1", "--checkpoint", "best")).isEqualTo(0.25f);
    assertThat(exported(run.resolve("fold-2"))).isEqualTo(0.125f);
    assertThat(exported(run.resolve("fold-1/ckpt/epoch-001-round-0004"))).isEqualTo(0.25f);
    assertThat(Fixture.read(folder.resolve("out.safetensors")).metadata())
        .containsEntry("model.logo-former.dim", "32")
        .containsEntry("data.sampling", "uniform");
    CommandLineRun several =
        logo("export", new String[] {}, "--from", run.toString(), "--to", out());
    assertThat(several.exitCode()).isEqualTo(2);
    assertThat(several.error()).contains("fold-1, fold-2", "--fold");
    CommandLineRun nothing =
        logo("export", new String[] {}, "--from", folder.toString(), "--to", out());
    assertThat(nothing.exitCode()).isEqualTo(3);
  }

  private float exported(Path from, String... more) throws IOException {
    Files.deleteIfExists(folder.resolve("out.safetensors"));
    CommandLineRun run = logo("export", more, "--from", from.toString(), "--to", out());
    assertThat(run.exitCode()).as(run.error()).isZero();
    return Fixture.read(folder.resolve("out.safetensors")).tensors().get("head.bias").floats()[0];
  }

  private static void checkpoint(Path fold, int epoch, double score, float mark)
      throws IOException {
    Map<String, SafeTensor> tensors = new TreeMap<>(Fixture.read(Fixture.weights()).tensors());
    float[] bias = new float[7];
    Arrays.fill(bias, mark);
    tensors.put("head.bias", SafeTensor.of(bias, 7));
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    state.put("config", LogoConfig.of("model.preset=tiny", "data.sampling=uniform").render());
    new CheckpointStore(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(fold.toUri()),
            Retention.ALL)
        .write(
            new Checkpoint(
                new CheckpointId(epoch, 4 * epoch),
                OptionalDouble.of(score),
                tensors,
                Map.of(),
                Map.of(),
                state));
  }

  private CommandLineRun backbone(String name) {
    return logo(
        "import", NARROW, "--part", "backbone", "--from", TORCH + "/" + name, "--to", out());
  }

  private CommandLineRun predict(String... settings) {
    return logo(
        "predict",
        settings,
        "--weights",
        out(),
        "--clips",
        folder.resolve("clips").toString(),
        "--out",
        folder.resolve("out.csv").toString());
  }

  private String out() {
    return folder.resolve("out.safetensors").toString();
  }

  private static String last(CommandLineRun run) {
    return run.out().lines().reduce((a, b) -> b).orElse("");
  }

  private static CommandLineRun logo(String command, String[] settings, String... arguments) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(arguments));
    line.addAll(List.of(settings));
    return CommandLineRun.logo(line.toArray(String[]::new));
  }
}
