package org.logoformer.models.formerdfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.models.Models;
import org.logoformer.nn.Bench;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Network;
import org.logoformer.nn.Parameter;
import org.logoformer.tensor.nd4j.NdArrays;

class FormerDferTest {
  @Test
  void wholeNetworkHasTheGradientsOfItsDifferences() {
    try (Bench bench =
        new Bench(
                "model.name=former-dfer",
                "model.size=48",
                "model.frames=2",
                "model.former-dfer.width=2",
                "model.former-dfer.spatial.heads=2",
                "model.former-dfer.spatial.hidden=16",
                "model.former-dfer.temporal.heads=2",
                "model.former-dfer.temporal.hidden=24")
            .probing(1)) {
      Network network = bench.network(2);
      NdArrays.of(network.clips()).assign(NdArrays.of(bench.random(network.clips().shape())));
      Set<String> touched =
          bench.check(
              network::forward,
              network::backward,
              network.logits(),
              network.logitsGradient(),
              null,
              null);
      assertThat(touched)
          .contains("s_former.pos_embedding", "s_former.layer4.0.conv1.weight", "fc.weight")
          .hasSize(
              (int)
                  Models.layout(bench.config()).parameters().stream()
                      .filter(Parameter::trainable)
                      .count());
    }
  }

  @Test
  void theDefaultsAreWhatWasReleased() {
    Inventory inventory =
        Inventory.nominal(Models.blueprint(LogoConfig.of("model.name=former-dfer").model()));
    // 9.11 in LOGO-Former's tables, 8.3 by its authors.
    assertThat(inventory.forward()).isEqualTo(8_296_118_784L);
    assertThat(inventory.sections())
        .containsEntry("spatial encoder", 430_710_784L)
        .containsEntry("temporal encoder", 107_842_560L);
    assertThat(inventory.layout().trainableLength()).isEqualTo(18_031_943);
    assertThat(inventory.layout().parameter("t_former.pos_embedding").shape())
        .containsExactly(1, 17, 512);
    assertThat(
            inventory
                .layout()
                .parameter("s_former.spatial_transformer.layers.0.0.fn.fn.to_qkv.weight")
                .shape())
        .containsExactly(768, 256);
    assertThat(inventory.shapes()).containsKeys("layer3", "spatial encoder", "layer4", "features");
  }

  @Test
  void headsDivideTheWidth() {
    assertThatThrownBy(
            () -> LogoConfig.of("model.name=former-dfer", "model.former-dfer.spatial.heads=7"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model.former-dfer.spatial.heads = 7: must divide the width of 256");
  }
}
