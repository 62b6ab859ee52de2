package org.logoformer.models.logo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.Models;
import org.logoformer.models.logo.TokenMixing.Place;
import org.logoformer.nn.Bench;
import org.logoformer.nn.MaskKey;
import org.logoformer.nn.Network;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.nd4j.NdArrays;

/** The panels of Fig. 1 and the baseline: gradients against central differences, in double. */
class SchemeGradientTest {

  @ParameterizedTest
  @CsvSource({
    "FULL, full, token",
    "FULL, full, frame",
    "FULL, full, none",
    "SPATIAL, spatial, token",
    "SPATIAL, spatial, mean",
    "SPATIAL, divided, token",
    "TEMPORAL, divided, token",
    "TEMPORAL, divided, none",
    "MIXING, mixing, token",
    "MIXING, mixing, mean"
  })
  void branch(Scheme scheme, String attention, String cls) {
    try (Bench bench =
        new Bench("model.logo-former.attention=" + attention, "model.logo-former.cls=" + cls)) {
      Scope scope = bench.training().in("blocks.0." + scheme.label());
      Architecture a = new Architecture(bench.config());
      Stream x = stream(bench, a);
      Stream y = stream(bench, a);
      Stream d = stream(bench, a);
      TokenMixing branch = scheme.build(scope, new Place(a, 0, x, x.all(), y, y.all()));
      branch.differentiate(d, d.all());
      assertThat(bench.check(branch::forward, branch::backward, y.all(), d.all(), x.all(), d.all()))
          .hasSize(5);
    }
  }

  @Test
  void mixingOfOneFrameHasNoNeighbours() {
    try (Bench bench =
        new Bench(
            "model.frames=1", "model.logo-former.attention=mixing", "model.logo-former.cls=mean")) {
      Scope scope = bench.training().in("blocks.0.mixing");
      Architecture a = new Architecture(bench.config());
      Stream x = stream(bench, a);
      Stream y = stream(bench, a);
      Stream d = stream(bench, a);
      TokenMixing branch = Scheme.MIXING.build(scope, new Place(a, 0, x, x.all(), y, y.all()));
      branch.differentiate(d, d.all());
      bench.check(branch::forward, branch::backward, y.all(), d.all(), x.all(), d.all());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "full, token",
    "spatial, token",
    "divided, token",
    "mixing, token",
    "local, mean",
    "global, mean"
  })
  void wholeNetwork(String attention, String cls) {
    try (Bench bench =
        new Bench(
                "model.logo-former.attention=" + attention,
                "model.logo-former.cls=" + cls,
                "model.logo-former.stochastic-depth=0.3",
                "model.logo-former.dropout.attention=0.2")
            .probing(1)) {
      assertThat(gradients(bench)).hasSize(trained(bench.config()));
    }
  }

  @Test
  void baseline() {
    try (Bench bench =
        new Bench(
                "model.name=baseline",
                "model.baseline.width=2",
                "model.baseline.dim=8",
                "model.baseline.heads=2")
            .probing(1)) {
      assertThat(gradients(bench))
          .contains("cls_token", "blocks.0.full.qkv.weight", "blocks.1.full2.out.bias")
          .hasSize(trained(bench.config()));
    }
  }

  private static Set<String> gradients(Bench bench) {
    Network network = bench.network(2);
    NdArrays.of(network.clips()).assign(NdArrays.of(bench.random(network.clips().shape())));
    network.drawMasks(new MaskKey(1, 0, 0));
    return bench.check(
        network::forward,
        network::backward,
        network.logits(),
        network.logitsGradient(),
        null,
        null);
  }

  private static int trained(ModelConfig config) {
    return (int) Models.layout(config).parameters().stream().filter(Parameter::trainable).count();
  }

  private static Stream stream(Bench bench, Architecture a) {
    return new Stream(bench.random(2, a.tokens(), a.dim()), a);
  }
}
