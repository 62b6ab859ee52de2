package org.logoformer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** Every module's backward pass against central differences of its forward pass, in double. */
class ModuleGradientTest {

  @Test
  void stem() {
    try (Bench bench = new Bench()) {
      Stem stem = new Stem(bench.training(), bench.random(3, 18, 18, 3));
      Tensor d = bench.random(stem.y().shape());
      stem.differentiate(d);
      assertThat(bench.check(stem::forward, stem::backward, stem.y(), d, null, null))
          .containsExactly("backbone.bn1.bias", "backbone.bn1.weight", "backbone.conv1.weight");
    }
  }

  @ParameterizedTest
  @CsvSource({"backbone.layer1.0, 2, 1, 6", "backbone.layer2.0, 2, 2, 9"})
  void residualBlock(String name, int channels, int stride, int parameters) {
    try (Bench bench = new Bench()) {
      Tensor x = bench.random(3, 5, 5, channels);
      ResidualBlock block = new ResidualBlock(bench.training(), name, x, stride);
      Tensor d = bench.random(block.y().shape());
      Tensor dx = stride == 1 ? d : bench.random(x.shape());
      block.differentiate(d, dx);
      assertThat(bench.check(block::forward, block::backward, block.y(), d, x, dx))
          .hasSize(parameters);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "mean"})
  void embedding(String cls) {
    try (Bench bench = new Bench("model.cls=" + cls)) {
      Tensor map = bench.random(8, 2, 2, 8);
      Embedding embedding = new Embedding(bench.training(), map);
      Stream d = bench.stream(bench.training());
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
      Binder binder = bench.training();
      Stream x = bench.stream(binder);
      Stream y = bench.stream(binder);
      Stream d = bench.stream(binder);
      LocalAttention attention = new LocalAttention(binder, "blocks.0.local", 0, x, y);
      attention.differentiate(d);
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
      Binder binder = bench.training();
      Stream x = bench.stream(binder);
      Stream y = bench.stream(binder);
      Stream d = bench.stream(binder);
      GlobalAttention attention =
          new GlobalAttention(binder, "blocks.0.global", 0, x, x.all(), y.all());
      attention.differentiate(d, d.all());
      assertThat(checkBranch(bench, attention, x, y, d)).hasSize(parameters);
    }
  }

  @Test
  void mlp() {
    try (Bench bench = new Bench()) {
      Binder binder = bench.training();
      Stream x = bench.stream(binder);
      Stream y = bench.stream(binder);
      Stream d = bench.stream(binder);
      Mlp mlp = new Mlp(binder, "blocks.0.mlp", 0, x.all(), y.all());
      mlp.differentiate(d.all());
      assertThat(checkBranch(bench, mlp, x, y, d)).hasSize(6);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "none", "mean"})
  void head(String cls) {
    try (Bench bench = new Bench("model.cls=" + cls)) {
      Binder binder = bench.training();
      Stream x = bench.stream(binder);
      Stream dx = bench.stream(binder);
      Tensor logits = binder.allocate(2, binder.architecture().classes());
      Tensor features = binder.allocate(2, binder.architecture().dim());
      Head head = new Head(binder, x, features, logits);
      Tensor d = bench.random(logits.shape());
      head.differentiate(d, dx);
      assertThat(bench.check(head::forward, head::backward, logits, d, x.all(), dx.all()))
          .containsExactly("head.bias", "head.weight", "norm.bias", "norm.weight");
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
      Binder binder = bench.training();
      Stream x = bench.stream(binder);
      Stream d = bench.stream(binder);
      Block block = new Block(binder, k, x);
      block.differentiate(d);
      assertThat(binder.dropouts()).hasSize(9);
      // A step in which no clip skips everything, so that there is something to compare.
      binder.dropouts().forEach(dropout -> dropout.draw(new MaskKey(1, 0, 4)));
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
      LogoFormer network = bench.network(2);
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
                  ParameterLayout.of(bench.config()).parameters().stream()
                      .filter(Parameter::trainable)
                      .count());
    }
  }

  private static Set<String> checkBranch(Bench bench, Module module, Stream x, Stream y, Stream d) {
    return bench.check(module::forward, module::backward, y.all(), d.all(), x.all(), d.all());
  }
}
