package org.logoformer.models.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.models.Models;
import org.logoformer.nn.Bench;
import org.logoformer.nn.Inventory;

class Vgg13LstmTest {
  @ParameterizedTest
  @CsvSource({"batch, fc, 1", "none, mean, 2", "batch, mean, 2"})
  void wholeNetworkHasTheGradientsOfItsDifferences(String norm, String frame, int streams) {
    try (Bench bench =
        new Bench(
                "model.name=vgg13-lstm",
                "model.frames=3",
                "model.size=36",
                "model.vgg13-lstm.width=1",
                "model.vgg13-lstm.hidden=3",
                "model.vgg13-lstm.norm=" + norm,
                "model.vgg13-lstm.frame=" + frame,
                "model.vgg13-lstm.streams=" + streams)
            .probing(1)) {
      assertThat(bench.checkNetwork(2))
          .contains("backbone.features.0.bias", "lstm.weight_ih_l0", "fc.weight");
    }
  }

  /** 44,739,330,048 of convolutions; see {@code vgg13-lstm.conf} for the parameters. */
  @ParameterizedTest
  @CsvSource({
    "112, batch, fc, 1, 45389448960, 50057287",
    "112, none, fc, 1, 45389448960, 50051399",
    "112, batch, mean, 1, 44760303360, 10727495",
    "112, none, mean, 2, 89520606720, 21443207",
    "224, none, fc, 1, 180949616384, 133937479"
  })
  void multiplyAddsAndParameters(
      int size, String norm, String frame, int streams, long macs, long parameters) {
    Inventory inventory =
        Inventory.nominal(
            Models.blueprint(
                LogoConfig.of(
                        "model.name=vgg13-lstm",
                        "model.size=" + size,
                        "model.vgg13-lstm.norm=" + norm,
                        "model.vgg13-lstm.frame=" + frame,
                        "model.vgg13-lstm.streams=" + streams)
                    .model()));
    assertThat(inventory.forward()).isEqualTo(macs);
    assertThat(inventory.layout().trainableLength()).isEqualTo(parameters);
  }

  @Test
  void aFrameThatFiveMaximaLeaveNothingOfIsRefused() {
    assertThatThrownBy(() -> LogoConfig.of("model.name=vgg13-lstm", "model.size=31").model())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model.size = 31");
  }
}
