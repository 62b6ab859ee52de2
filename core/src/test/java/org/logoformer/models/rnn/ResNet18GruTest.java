package org.logoformer.models.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Bench;
import org.logoformer.nn.Inventory;

class ResNet18GruTest {
  @Test
  void wholeNetworkHasTheGradientsOfItsDifferences() {
    try (Bench bench =
        new Bench(
                "model.name=resnet18-gru",
                "model.resnet18-gru.width=2",
                "model.resnet18-gru.hidden=3")
            .probing(1)) {
      assertThat(bench.checkNetwork(2)).contains("gru.weight_ih_l0", "gru.bias_hh_l1");
    }
  }

  @Test
  void threeGatesOfTwoLayersOf256BehindResNet18() {
    Inventory inventory =
        Inventory.nominal(Models.blueprint(LogoConfig.of("model.name=resnet18-gru").model()));
    // 7,757,561,856 of ResNet18, 16 steps of 3*256*(512+256) and 3*256*(256+256), the classifier.
    assertThat(inventory.forward()).isEqualTo(7_773_292_288L);
    assertThat(inventory.layout().trainableLength()).isEqualTo(12_164_423);
    assertThat(inventory.layout().parameter("gru.weight_ih_l1").shape()).containsExactly(768, 256);
  }
}
