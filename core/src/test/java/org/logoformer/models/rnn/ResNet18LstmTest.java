package org.logoformer.models.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Bench;
import org.logoformer.nn.Inventory;

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
      assertThat(bench.checkNetwork(2))
          .contains("lstm.weight_ih_l0", "lstm.bias_hh_l1", "fc.weight");
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
