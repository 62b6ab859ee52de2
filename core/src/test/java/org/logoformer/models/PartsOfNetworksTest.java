package org.logoformer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Parts;

class PartsOfNetworksTest {

  @Test
  void aNetworkWithoutABackboneIsOneButForItsClassifier() {
    Parts parts = parts("r3d-18");
    List<Parameter> all = parts.layout().parameters();
    assertThat(parts.named("key", "backbone")).hasSize(all.size() - 2);
    assertThat(parts.named("key", "backbone")).noneMatch(p -> p.name().startsWith("fc."));
    assertThat(parts.classifier())
        .extracting(Parameter::name)
        .containsExactly("fc.weight", "fc.bias");
  }

  @Test
  void aPartIsAPrefixAsFarAsADot() {
    Parts parts = parts("logo-former");
    assertThat(parts.named("key", "backbone.layer1"))
        .isNotEmpty()
        .allMatch(p -> p.name().startsWith("backbone.layer1."));
    assertThat(parts.named("key", "cls_token")).hasSize(1);
    assertThatThrownBy(() -> parts.named("train.freeze", "backbone.layer"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.freeze = backbone.layer")
        .hasMessageContaining("backbone, proj, cls_token, pos_spatial, pos_temporal, blocks");
  }

  private static Parts parts(String name) {
    return Parts.of(
        Models.blueprint(LogoConfig.of("model.name=" + name, "model.preset=tiny").model()));
  }
}
