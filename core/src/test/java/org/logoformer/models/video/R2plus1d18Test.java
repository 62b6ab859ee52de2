package org.logoformer.models.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Bench;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Layout;

class R2plus1d18Test {
  private static final Inventory PAPER =
      Inventory.nominal(Models.blueprint(LogoConfig.of("model.name=r2plus1d-18").model()));

  /** A small one: more differences would meet kinks of ReLU, where they say nothing. */
  @Test
  void wholeNetworkHasTheGradientsOfItsDifferences() {
    try (Bench bench =
        new Bench(
                "model.name=r2plus1d-18",
                "model.size=24",
                "model.frames=2",
                "model.r2plus1d-18.width=2")
            .probing(1)) {
      assertThat(bench.checkNetwork(2))
          .contains("stem.3.weight", "layer2.0.conv2.0.1.bias", "layer4.1.conv2.0.3.weight");
    }
  }

  @Test
  void hasTheMultiplyAddsAndParametersOfTorchvision() {
    assertThat(PAPER.forward()).isEqualTo(40_518_879_744L);
    assertThat(PAPER.layout().trainableLength()).isEqualTo(31_303_716);
  }

  @Test
  void betweenSpaceAndTimeItIsAsWideAsTorchvision() {
    Layout layout = PAPER.layout();
    assertThat(layout.parameter("stem.0.weight").shape()).containsExactly(45, 3, 1, 7, 7);
    assertThat(layout.parameter("layer1.0.conv1.0.3.weight").shape())
        .containsExactly(64, 144, 3, 1, 1);
    assertThat(layout.parameter("layer2.0.conv2.0.0.weight").shape())
        .containsExactly(230, 128, 1, 3, 3);
    assertThat(layout.parameter("layer4.1.conv2.1.running_var").shape()).containsExactly(512);
  }
}
