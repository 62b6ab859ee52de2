package org.logoformer.jobs.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.logoformer.checkpoint.DType;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.TorchPython;
import org.logoformer.jobs.bench.measure.Peer;
import org.logoformer.jobs.bench.step.PeerVariant.Layout;
import org.logoformer.jobs.bench.step.PeerVariant.Mode;

/**
 * The network in PyTorch against the parity fixtures, in double. Only where there is a PyTorch: see
 * {@link TorchPython}.
 */
@EnabledIf("org.logoformer.jobs.TorchPython#isThere")
class PeerParityTest {
  private static final double TOLERANCE = 1e-6;
  private static final Path FIXTURES = Path.of("../core/src/test/resources/fixtures");
  private static final List<String> ALT =
      List.of(
          "model.window=[4,4,2]",
          "model.pool.kind=depthwise",
          "model.pool.window=[2,2,2]",
          "loss.compact.form=printed");

  @TempDir private Path folder;
  private final SoftAssertions softly = new SoftAssertions();

  @ParameterizedTest
  @EnumSource(Layout.class)
  void samStepsOfTiny(Layout layout) throws IOException {
    steps("sam3", 0.05, layout);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void sgdStepsOfTiny(Layout layout) throws IOException {
    steps("sgd3", 0, layout);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void evaluationAndGradientOfTiny(Layout layout) throws IOException {
    onePass("tiny", List.of(), layout);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void evaluationAndGradientOfAlt(Layout layout) throws IOException {
    onePass("alt", ALT, layout);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void evaluationAndGradientOfResNet18Lstm(Layout layout) throws IOException {
    onePass(
        "resnet18-lstm",
        List.of(
            "model.name=resnet18-lstm",
            "model.size=32",
            "model.resnet18-lstm.width=4",
            "model.resnet18-lstm.hidden=8",
            "loss.compact.weight=0"),
        layout);
  }

  @ParameterizedTest
  @CsvSource({
    "r3d-18, paper, NCHW",
    "r3d-18, paper, CHANNELS_LAST",
    "r3d-18-torchvision, torchvision, CHANNELS_LAST"
  })
  void evaluationAndGradientOfR3d18(String fixture, String stem, Layout layout) throws IOException {
    onePass(
        fixture,
        List.of(
            "model.name=r3d-18",
            "model.size=32",
            "model.r3d-18.width=2",
            "model.r3d-18.stem=" + stem,
            "loss.compact.weight=0"),
        layout);
  }

  private void steps(String item, double rho, Layout layout) throws IOException {
    PeerVariant variant = new PeerVariant(layout, Mode.EAGER, "f64");
    Map<String, SafeTensor> expected = fixture("tiny");
    try (Peer peer = load("tiny", rho, List.of())) {
      peer.ask(variant.prepare());
      List<Double> losses = new ArrayList<>();
      ObjectNode steps = Peer.request("steps").put("variant", variant.key());
      steps.putArray("batches").add(0).add(1).add(2);
      peer.ask(steps).get("losses").forEach(loss -> losses.add(loss.asDouble()));
      Map<String, SafeTensor> state = saved(peer, variant);

      double[] wanted = expected.get(item + ".losses").doubles();
      for (int i = 0; i < wanted.length; i++) {
        assertThat(losses.get(i)).isEqualTo(wanted[i], within(TOLERANCE * Math.abs(wanted[i])));
      }
      compare(state, "", expected, item + ".state.");
    }
    softly.assertAll();
  }

  private void onePass(String name, List<String> options, Layout layout) throws IOException {
    PeerVariant variant = new PeerVariant(layout, Mode.EAGER, "f64");
    Map<String, SafeTensor> expected = fixture(name);
    try (Peer peer = load(name, 0, options)) {
      peer.ask(variant.prepare());
      JsonNode evaluated = peer.ask(variant.request("evaluate")).get("logits").get(0);
      double[] logits = new double[expected.get("eval.logits").elements()];
      int classes = evaluated.get(0).size();
      for (int i = 0; i < logits.length; i++) {
        logits[i] = evaluated.get(i / classes).get(i % classes).asDouble();
      }
      close("logits", logits, expected.get("eval.logits").doubles());
      peer.ask(variant.request("steps"));
      Map<String, SafeTensor> state = saved(peer, variant);
      compare(state, "grad.", expected, "train.grad.");
      compare(state, "", expected, "train.buffer.");
    }
    softly.assertAll();
  }

  private Peer load(String name, double rho, List<String> options) throws IOException {
    List<String> keys = new ArrayList<>(options);
    keys.addAll(
        List.of(
            "model.preset=tiny",
            "train.threads=1",
            "optimiser.lr=0.01",
            "optimiser.weight-decay=0.1",
            "optimiser.sam.rho=" + rho));
    Files.copy(FIXTURES.resolve(name).resolve(PeerTask.WEIGHTS), folder.resolve(PeerTask.WEIGHTS));
    try (OutputStream out = Files.newOutputStream(folder.resolve(PeerTask.BATCHES))) {
      new Safetensors(batches(fixture(name))).write(out);
    }
    Peer peer = Twins.peer(TorchPython.command(), folder);
    new PeerTask(LogoConfig.load(List.of(), keys), folder).load(peer);
    return peer;
  }

  /** All batches of a fixture in one tensor each of clips and labels. */
  private static Map<String, SafeTensor> batches(Map<String, SafeTensor> fixture)
      throws IOException {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    List<Long> labels = new ArrayList<>();
    int count = 0;
    for (; fixture.containsKey("clips." + count); count++) {
      pixels.write(bytes(fixture.get("clips." + count)));
      for (long label : whole(fixture.get("labels." + count))) {
        labels.add(label);
      }
    }
    long[] clips = fixture.get("clips.0").shape();
    return Map.of(
        "clips",
        new SafeTensor(
            DType.U8,
            LongStream.concat(LongStream.of(count), LongStream.of(clips)).toArray(),
            pixels.toByteArray()),
        "labels",
        SafeTensor.of(labels.stream().mapToLong(l -> l).toArray(), count, clips[0]));
  }

  private static byte[] bytes(SafeTensor pixels) {
    if (pixels.dtype() == DType.U8) {
      return pixels.data();
    }
    double[] values = pixels.doubles();
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static long[] whole(SafeTensor labels) {
    return DoubleStream.of(labels.doubles()).mapToLong(label -> (long) label).toArray();
  }

  private Map<String, SafeTensor> saved(Peer peer, PeerVariant variant) throws IOException {
    Path file = folder.resolve("state.safetensors");
    peer.ask(Peer.request("save").put("variant", variant.key()).put("path", file.toString()));
    return Fixture.read(file).tensors();
  }

  private static Map<String, SafeTensor> fixture(String name) throws IOException {
    return Fixture.read(FIXTURES.resolve(name).resolve("expected.safetensors")).tensors();
  }

  private void compare(
      Map<String, SafeTensor> actual,
      String actualPrefix,
      Map<String, SafeTensor> expected,
      String prefix) {
    assertThat(expected.keySet()).anyMatch(name -> name.startsWith(prefix));
    expected.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            SafeTensor own = actual.get(actualPrefix + name.substring(prefix.length()));
            softly.assertThat(own).as(name).isNotNull();
            close(name, own.doubles(), value.doubles());
          }
        });
  }

  /** max|a-b| / max|expected|. */
  private void close(String what, double[] actual, double[] expected) {
    double error = 0;
    double scale = 0;
    for (int i = 0; i < expected.length; i++) {
      error = Math.max(error, Math.abs(actual[i] - expected[i]));
      scale = Math.max(scale, Math.abs(expected[i]));
    }
    softly.assertThat(error / scale).as(what).isLessThan(TOLERANCE);
  }
}
