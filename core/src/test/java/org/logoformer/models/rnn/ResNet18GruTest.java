package org.logoformer.models.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Inventory;

class ResNet18GruTest {
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
