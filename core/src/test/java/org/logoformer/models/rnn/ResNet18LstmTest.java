package org.logoformer.models.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Bench;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.MaskKey;
import org.logoformer.nn.Network;
import org.logoformer.nn.Parameter;
import org.logoformer.tensor.nd4j.NdArrays;

class ResNet18LstmTest {
  @ParameterizedTest
  @ValueSource(strings = {"last", "mean"})
  void wholeNetworkHasTheGradientsOfItsDifferences(String readout) {
    try (Bench bench =
        new Bench(
                "model.name=resnet18-lstm",
                "model.resnet18-lstm.width=2",
                "model.resnet18-lstm.hidden=3",
                "model.resnet18-lstm.readout=" + readout)
            .probing(2)) {
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
          .contains("lstm.weight_ih_l0", "lstm.bias_hh_l1", "fc.weight")
          .hasSize(
              (int)
                  Models.layout(bench.config()).parameters().stream()
                      .filter(Parameter::trainable)
                      .count());
    }
  }

  @Test
  void theDefaultsAreThoseOfTable1() {
    Inventory inventory =
        Inventory.nominal(Models.blueprint(LogoConfig.of("model.name=resnet18-lstm").model()));
    // 7.78 in print: 7,757,561,856 of ResNet18, two layers of 256, the classifier.
    assertThat(inventory.forward()).isEqualTo(7_778_535_168L);
    assertThat(inventory.layout().parameter("lstm.weight_ih_l1").shape())
        .containsExactly(1024, 256);
  }
}
