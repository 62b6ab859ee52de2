package org.logoformer.jobs.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.TorchPython;
import org.logoformer.models.Models;
import org.logoformer.random.Keyed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What is exported is loaded by torchvision's modules, strictly, and computes the same. Only where
 * there are PyTorch, torchvision and safetensors: see {@link TorchPython}.
 */
@EnabledIf("org.logoformer.jobs.TorchPython#isThere")
class TorchvisionTest {
  private static final Path SCRIPT = Path.of("src/test/resources/weights/torchvision_logits.py");
  private static final int CLIPS = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "r3d-18, model.r3d-18.stem=torchvision model.frames=4 model.size=32",
    "r2plus1d-18, model.frames=4 model.size=32",
    "resnet18-lstm, model.frames=3 model.size=64",
    "resnet18-gru, model.frames=3 model.size=64",
    "vgg13-lstm, model.frames=3 model.size=64 model.vgg13-lstm.frame=mean",
    "vgg13-lstm, model.frames=3 model.size=64 model.vgg13-lstm.frame=mean model.vgg13-lstm.norm=none model.vgg13-lstm.streams=2"
  })
  void torchvisionsModuleGivesTheSameLogits(String name, String settings) throws Exception {
    List<String> names = new ArrayList<>();
    Models.names().forEach(names::add);
    assumeTrue(names.contains(name));
    LogoConfig config = config(name, settings);
    INDArray clips = clips(config);
    double[] ours;
    try (SamGraph graph = NetworkGraph.build(config)) {
      export(graph, name, settings);
      ours = NetworkGraph.logits(graph, clips).castTo(DataType.DOUBLE).reshape(-1).toDoubleVector();
    }
    double[] theirs = python(name, clips);
    double largest = Arrays.stream(theirs).map(Math::abs).max().orElseThrow();
    assertThat(ours).hasSameSizeAs(theirs);
    for (int i = 0; i < ours.length; i++) {
      assertThat(Math.abs(ours[i] - theirs[i])).as("logit %d", i).isLessThan(1e-4 * largest);
    }
  }

  @Test
  void torchvisionsResNet18TakesTheBackboneOfLogoFormer() throws Exception {
    String settings = "model.frames=4 model.size=64 model.logo-former.window=[2,2,2]";
    LogoConfig config = config("logo-former", settings);
    try (SamGraph graph = NetworkGraph.build(config)) {
      export(graph, "logo-former", settings);
    }
    double[] features = python("logo-former", clips(config));
    assertThat(features).hasSize(CLIPS * config.model().frames() * 256);
    assertThat(Arrays.stream(features).allMatch(Double::isFinite)).isTrue();
  }

  private static LogoConfig config(String name, String settings) {
    return LogoConfig.of(("model.name=" + name + " " + settings).split(" "));
  }

  private static INDArray clips(LogoConfig config) {
    int size = config.model().size();
    INDArray clips = Nd4j.create(DataType.FLOAT, CLIPS, config.model().frames(), size, size, 3);
    Keyed keyed = Keyed.of(1, "clips");
    for (long i = 0; i < clips.length(); i++) {
      clips.putScalar(i, keyed.nextDouble());
    }
    return clips;
  }

  /** Writes the graph's weights, with statistics that are not those of the beginning. */
  private void export(SamGraph graph, String name, String settings) throws IOException {
    Map<String, SafeTensor> tensors = new TreeMap<>();
    NetworkGraph.named(graph)
        .forEach(
            (key, array) -> {
              Keyed keyed = Keyed.of(2, key);
              boolean variance = key.endsWith(".running_var");
              for (long i = 0; key.contains(".running_") && i < array.length(); i++) {
                array.putScalar(i, keyed.nextDouble() + (variance ? 0.5 : -0.5));
              }
              tensors.put(
                  key, SafeTensor.of(array.dup().reshape(-1).toFloatVector(), array.shape()));
            });
    Path raw = folder.resolve("raw.safetensors");
    write(raw, tensors);
    List<String> line =
        new ArrayList<>(List.of("export", "--from", raw.toString(), "--to", weights().toString()));
    line.add("model.name=" + name);
    line.addAll(List.of(settings.split(" ")));
    CommandLineRun run = CommandLineRun.logo(line.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.error()).isZero();
  }

  private double[] python(String name, INDArray clips) throws Exception {
    Path input = folder.resolve("clips.safetensors");
    Path output = folder.resolve("logits.safetensors");
    write(input, Map.of("clips", SafeTensor.of(clips.reshape(-1).toFloatVector(), clips.shape())));
    Process process =
        new ProcessBuilder(
                TorchPython.command(),
                SCRIPT.toString(),
                name,
                weights().toString(),
                input.toString(),
                output.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Fixture.read(output).tensors().get("logits").doubles();
  }

  private Path weights() {
    return folder.resolve("weights.safetensors");
  }

  private static void write(Path file, Map<String, SafeTensor> tensors) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      new Safetensors(tensors).write(out);
    }
  }
}
