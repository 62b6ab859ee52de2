package org.logoformer.models.logo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.models.Models;
import org.logoformer.models.logo.TokenMixing.Place;
import org.logoformer.nn.BasicBlock;
import org.logoformer.nn.Bench;
import org.logoformer.nn.MaskKey;
import org.logoformer.nn.Mlp;
import org.logoformer.nn.Network;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Part;
import org.logoformer.nn.ResNet18;
import org.logoformer.nn.ResNetEntry;
import org.logoformer.nn.Scope;
import org.logoformer.nn.TransformerStyle;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** Every module's backward pass against central differences of its forward pass, in double. */
class ModuleGradientTest {

  @ParameterizedTest
  @CsvSource({"backbone.layer1.0, 2, 1, 6", "backbone.layer2.0, 2, 2, 9"})
  void residualBlock(String name, int channels, int stride, int parameters) {
    try (Bench bench = new Bench()) {
      Tensor x = bench.random(3, 5, 5, channels);
      int size = (5 + stride - 1) / stride;
      Tensor y = bench.random(3, size, size, (long) channels * stride);
      BasicBlock block =
          new BasicBlock(bench.training().in(name), ResNetEntry.IMAGES.block(), x, stride, y);
      Tensor d = bench.random(y.shape());
      Tensor dx = stride == 1 ? d : bench.random(x.shape());
      block.differentiate(d, dx);
      assertThat(bench.check(block::forward, block::backward, y, d, x, dx)).hasSize(parameters);
    }
  }

  @Test
  void backbone() {
    try (Bench bench = new Bench().probing(3)) {
      Tensor x = bench.random(3, 18, 18, 3);
      Tensor y = bench.random(ResNet18.shape(ResNetEntry.IMAGES, 2, 3, x.shape()));
      ResNet18 backbone =
          new ResNet18(bench.training().in("backbone"), ResNetEntry.IMAGES, x, 2, 3, y);
      Tensor d = bench.random(y.shape());
      backbone.differentiate(d, null);
      assertThat(bench.check(backbone::forward, backbone::backward, y, d, null, null))
          .contains("backbone.conv1.weight", "backbone.bn1.bias", "backbone.layer3.1.bn2.weight")
          .hasSize(45);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "mean"})
  void embedding(String cls) {
    try (Bench bench = new Bench("model.cls=" + cls)) {
      Tensor map = bench.random(8, 2, 2, 8);
      Embedding embedding = new Embedding(bench.training(), architecture(bench), map);
      Stream d = stream(bench);
      Tensor dMap = bench.random(map.shape());
      embedding.differentiate(d, dMap);
      Tensor y = embedding.stream().all();
      Set<String> touched =
          bench.check(embedding::forward, embedding::backward, y, d.all(), map, dMap);
      assertThat(touched)
          .contains("pos_spatial", "pos_temporal", "proj.bias", "proj.weight")
          .hasSize(cls.equals("token") ? 5 : 4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[2,2,2]", "[2,2,1]", "[4,1,1]", "[1,2,2]"})
  void localAttention(String window) {
    try (Bench bench = new Bench("model.window=" + window)) {
      Scope scope = bench.training();
      Stream x = stream(bench);
      Stream y = stream(bench);
      Stream d = stream(bench);
      TokenMixing attention = Scheme.LOCAL.build(scope.in("blocks.0.local"), place(bench, x, y));
      attention.differentiate(d, d.all());
      assertThat(checkBranch(bench, attention, x, y, d)).hasSize(5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "conv, '[2,1,1]', token, 10",
    "conv, '[2,2,2]', none, 10",
    "depthwise, '[2,2,1]', token, 10",
    "avg, '[4,1,2]', token, 8",
    "avg, '[2,1,1]', mean, 8"
  })
  void globalAttention(String pool, String window, String cls, int parameters) {
    try (Bench bench =
        new Bench("model.pool.kind=" + pool, "model.pool.window=" + window, "model.cls=" + cls)) {
      Scope scope = bench.training();
      Stream x = stream(bench);
      Stream y = stream(bench);
      Stream d = stream(bench);
      TokenMixing attention = Scheme.GLOBAL.build(scope.in("blocks.0.global"), place(bench, x, y));
      attention.differentiate(d, d.all());
      assertThat(checkBranch(bench, attention, x, y, d)).hasSize(parameters);
    }
  }

  @Test
  void mlp() {
    try (Bench bench = new Bench()) {
      Scope scope = bench.training();
      Stream x = stream(bench);
      Stream y = stream(bench);
      Stream d = stream(bench);
      Mlp mlp =
          new Mlp(scope.in("blocks.0.mlp"), TransformerStyle.PLAIN, 16, 0, 0, x.all(), y.all());
      mlp.differentiate(d.all());
      assertThat(checkBranch(bench, mlp, x, y, d)).hasSize(6);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "none", "mean"})
  void head(String cls) {
    try (Bench bench = new Bench("model.cls=" + cls)) {
      Scope scope = bench.training();
      Stream x = stream(bench);
      Stream dx = stream(bench);
      Tensor features = scope.allocate(2, architecture(bench).dim());
      Head head = new Head(scope, x, features);
      Tensor d = bench.random(features.shape());
      head.differentiate(d, dx);
      assertThat(bench.check(head::forward, head::backward, features, d, x.all(), dx.all()))
          .containsExactly("norm.bias", "norm.weight");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, token", "1, token", "1, none", "1, mean"})
  void blockWithDropoutAndStochasticDepth(int k, String cls) {
    try (Bench bench =
        new Bench(
            "model.depth=2",
            "model.cls=" + cls,
            "model.dropout.attention=0.3",
            "model.dropout.projection=0.2",
            "model.dropout.mlp=0.4",
            "model.stochastic-depth=0.5")) {
      Scope scope = bench.training();
      Stream x = stream(bench);
      Stream d = stream(bench);
      Block block = new Block(scope.in("blocks." + k), architecture(bench), k, x);
      block.differentiate(d);
      // A step in which no clip skips everything, so that there is something to compare.
      assertThat(Bench.draw(scope, new MaskKey(1, 0, 4))).isEqualTo(9);
      Tensor y = k == 0 ? block.y().all() : block.y().read();
      Tensor dy = k == 0 ? d.all() : d.read();
      NdArrays.of(d.all()).assign(0);
      assertThat(bench.check(block::forward, block::backward, y, dy, x.all(), d.all())).hasSize(21);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "none", "mean"})
  void wholeNetwork(String cls) {
    try (Bench bench = new Bench("model.dropout.mlp=0.2", "model.cls=" + cls).probing(2)) {
      Network network = bench.network(2);
      NdArrays.of(network.clips()).assign(NdArrays.of(bench.random(network.clips().shape())));
      network.drawMasks(new MaskKey(1, 0, 0));
      Set<String> touched =
          bench.check(
              network::forward,
              network::backward,
              network.logits(),
              network.logitsGradient(),
              null,
              null);
      assertThat(touched)
          .hasSize(
              (int)
                  Models.layout(bench.config()).parameters().stream()
                      .filter(Parameter::trainable)
                      .count());
    }
  }

  private static Place place(Bench bench, Stream x, Stream y) {
    return new Place(architecture(bench), 0, x, x.all(), y, y.all());
  }

  private static Architecture architecture(Bench bench) {
    return new Architecture(bench.config());
  }

  /** A stream of two clips. */
  private static Stream stream(Bench bench) {
    Architecture a = architecture(bench);
    return new Stream(bench.random(2, a.tokens(), a.dim()), a);
  }

  private static Set<String> checkBranch(Bench bench, Part module, Stream x, Stream y, Stream d) {
    return bench.check(module::forward, module::backward, y.all(), d.all(), x.all(), d.all());
  }
}
