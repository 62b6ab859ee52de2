package org.logoformer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;

class SettingsTest {

  @Test
  void theHeaderGivesTheNetworkBackWhateverItsName() {
    for (String name : Models.names()) {
      LogoConfig config = LogoConfig.of("model.name=" + name, "model.preset=tiny");
      Safetensors file = new Safetensors(Map.of(), Settings.withInput(config));
      LogoConfig back = Settings.config(file).orElseThrow();
      assertThat(back.model().network()).isEqualTo(config.model().network());
      assertThat(back.model().frames()).isEqualTo(config.model().frames());
      assertThat(Settings.differences(file, config)).isEmpty();
    }
  }

  @Test
  void whatComputesSomethingElseIsADifference() {
    LogoConfig made = LogoConfig.of("model.preset=tiny", "data.normalise.mean=[0.5,0.5,0.5]");
    Safetensors file = new Safetensors(Map.of(), Settings.withInput(made));
    assertThat(
            Settings.differences(
                file, LogoConfig.of("model.preset=tiny", "model.logo-former.heads=2")))
        .containsOnlyKeys("model.logo-former.heads", "data.normalise.mean")
        .containsEntry("model.logo-former.heads", "is 4 in the file, 2 here");
    assertThat(Settings.differences(file, LogoConfig.of("model.name=r3d-18")))
        .containsKeys("model.name", "model.frames");
  }

  @Test
  void whatOnlyTrainingReadsIsNone() {
    LogoConfig made = LogoConfig.of("model.preset=tiny", "model.logo-former.dropout.mlp=0.1");
    Safetensors file = new Safetensors(Map.of(), Settings.withInput(made));
    assertThat(
            Settings.differences(
                file, LogoConfig.of("model.preset=tiny", "model.initial.positions=0.5")))
        .isEmpty();
  }

  @Test
  void aFileWithoutAHeaderSaysNothing() {
    Safetensors file = new Safetensors(Map.of());
    assertThat(Settings.config(file)).isEmpty();
    assertThat(Settings.part(file)).isEmpty();
    assertThat(Settings.differences(file, LogoConfig.of())).isEmpty();
  }
}
