package org.logoformer.models.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Bench;
import org.logoformer.nn.Inventory;

class R3d18Test {
  /** With few clips: more differences would meet kinks of ReLU, where they say nothing. */
  @Test
  void wholeNetworkHasTheGradientsOfItsDifferences() {
    try (Bench bench =
        new Bench("model.name=r3d-18", "model.size=64", "model.frames=8", "model.r3d-18.width=2")
            .probing(1)) {
      assertThat(bench.checkNetwork(2))
          .contains("stem.0.weight", "layer2.0.downsample.0.weight", "layer4.1.conv2.1.bias");
    }
  }

  @ParameterizedTest
  @CsvSource({"paper, 8307805696, 33207495", "torchvision, 40696352256, 33169863"})
  void multiplyAddsAndParameters(String stem, long macs, long parameters) {
    Inventory inventory =
        Inventory.nominal(
            Models.blueprint(
                LogoConfig.of("model.name=r3d-18", "model.r3d-18.stem=" + stem).model()));
    assertThat(inventory.forward()).isEqualTo(macs);
    assertThat(inventory.layout().trainableLength()).isEqualTo(parameters);
  }
}
