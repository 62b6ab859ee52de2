package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.config.LogoConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The networks beside LOGO-Former against PyTorch's modules in double precision: results, loss,
 * gradients and running statistics, on every engine. {@code fixtures/family.py} writes the
 * fixtures.
 */
class FamilyParityTest {
  /** Below it a gradient in double precision is zero. */
  private static final double ROUNDING = 1e-12;

  private final SoftAssertions softly = new SoftAssertions();

  /** The panels of Fig. 1. */
  @ParameterizedTest
  @MethodSource
  void attention(String scheme, Engine engine) {
    compare(
        engine,
        "attention-" + scheme,
        "model.logo-former.attention=" + scheme,
        "model.logo-former.cls=" + (scheme.equals("local") ? "mean" : "token"),
        "model.logo-former.backbone.width=2",
        "model.logo-former.dim=16",
        "model.logo-former.heads=2",
        "model.logo-former.mlp-ratio=2",
        "model.logo-former.window=[2,2,1]");
  }

  static Stream<Arguments> attention() {
    return Stream.of("full", "spatial", "divided", "mixing", "local", "global")
        .flatMap(scheme -> Stream.of(Engine.values()).map(engine -> arguments(scheme, engine)));
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void formerDfer(Engine engine) {
    compare(
        engine,
        "former-dfer",
        "model.name=former-dfer",
        "model.size=48",
        "model.former-dfer.width=2",
        "model.former-dfer.spatial.heads=2",
        "model.former-dfer.spatial.hidden=16",
        "model.former-dfer.temporal.heads=2",
        "model.former-dfer.temporal.hidden=32");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void baseline(Engine engine) {
    compare(
        engine,
        "baseline",
        "model.name=baseline",
        "model.baseline.width=2",
        "model.baseline.dim=16",
        "model.baseline.heads=2",
        "model.baseline.mlp-ratio=2");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void resnet18Lstm(Engine engine) {
    compare(
        engine,
        "resnet18-lstm",
        "model.name=resnet18-lstm",
        "model.resnet18-lstm.width=4",
        "model.resnet18-lstm.hidden=8");
  }

  /** The mean of the states, where the system above reads the last. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void resnet18Gru(Engine engine) {
    compare(
        engine,
        "resnet18-gru",
        "model.name=resnet18-gru",
        "model.resnet18-gru.width=4",
        "model.resnet18-gru.hidden=8",
        "model.resnet18-gru.readout=mean");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void vgg13Lstm(Engine engine) {
    compare(
        engine,
        "vgg13-lstm",
        "model.name=vgg13-lstm",
        "model.size=72",
        "model.frames=2",
        "model.vgg13-lstm.width=2",
        "model.vgg13-lstm.layers=2",
        "model.vgg13-lstm.hidden=8");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void vgg13LstmOfTwoStreamsWithoutNormalisation(Engine engine) {
    compare(
        engine,
        "vgg13-lstm-two-streams",
        "model.name=vgg13-lstm",
        "model.size=72",
        "model.frames=3",
        "model.vgg13-lstm.width=3",
        "model.vgg13-lstm.layers=2",
        "model.vgg13-lstm.hidden=8",
        "model.vgg13-lstm.streams=2",
        "model.vgg13-lstm.frame=mean",
        "model.vgg13-lstm.norm=none");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void r2plus1d18(Engine engine) {
    compare(engine, "r2plus1d-18", "model.name=r2plus1d-18", "model.r2plus1d-18.width=2");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void r3d18(Engine engine) {
    compare(engine, "r3d-18", "model.name=r3d-18", "model.r3d-18.width=2");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void r3d18WithTorchvisionsStem(Engine engine) {
    compare(
        engine,
        "r3d-18-torchvision",
        "model.name=r3d-18",
        "model.r3d-18.width=2",
        "model.r3d-18.stem=torchvision");
  }

  private void compare(Engine engine, String of, String... settings) {
    Fixture fixture = Fixture.of(of);
    List<String> keys =
        new ArrayList<>(
            List.of(
                "model.preset=tiny",
                "model.size=32",
                "loss.compact.weight=0",
                "optimiser.sam.rho=0",
                "train.kernels=" + engine.kernels,
                "train.precision=" + engine.precision,
                "train.threads=" + engine.threads));
    keys.addAll(List.of(settings));
    LogoConfig config = LogoConfig.load(List.of(), keys);
    try (SamGraph graph = NetworkGraph.build(config)) {
      Map<String, INDArray> named = NetworkGraph.named(graph);
      assertThat(named.keySet()).containsExactlyInAnyOrderElementsOf(fixture.weights().keySet());
      named.forEach((name, array) -> array.assign(fixture.weights().get(name)));
      INDArray clips = fixture.clips(0, engine.type);
      close("logits", NetworkGraph.logits(graph, clips), fixture.expected("eval.logits"), engine);
      INDArray features = graph.network().features();
      close("features", features, fixture.expected("eval.features"), engine);

      graph.setInputs(clips);
      graph.setLabels(fixture.labels(0, engine.type));
      graph.computeGradientAndScore();
      close("loss", Nd4j.createFromArray(graph.score()), fixture.expected("train.loss"), engine);
      Map<String, INDArray> gradients = NetworkGraph.gradients(graph);
      Map<String, INDArray> wanted = fixture.group("train.grad.");
      assertThat(gradients.keySet()).containsExactlyInAnyOrderElementsOf(wanted.keySet());
      wanted.forEach((name, value) -> gradient(name, gradients.get(name), value, engine));
      fixture
          .group("train.buffer.")
          .forEach((name, value) -> close(name, named.get(name), value, engine));
    }
    softly.assertAll();
  }

  private void close(String what, INDArray actual, INDArray expected, Engine engine) {
    within(what, actual, expected, engine.tolerance);
  }

  private void gradient(String name, INDArray actual, INDArray expected, Engine engine) {
    if (expected.amaxNumber().doubleValue() < ROUNDING) {
      // In front of batch normalisation a bias has no effect.
      softly.assertThat(actual.amaxNumber().doubleValue()).as(name).isLessThan(engine.tolerance);
    } else {
      within(name, actual, expected, engine.gradientTolerance);
    }
  }

  /** max|a-b| / max|expected|. */
  private void within(String what, INDArray actual, INDArray expected, double tolerance) {
    double error = actual.castTo(DataType.DOUBLE).sub(expected).amaxNumber().doubleValue();
    softly.assertThat(error / expected.amaxNumber().doubleValue()).as(what).isLessThan(tolerance);
  }
}
