package org.logoformer.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.nn.Inventory;

/** The table of layers leaves nothing out and counts nothing twice, whatever the network. */
class LayersOfNetworksTest {

  static List<String> names() {
    List<String> names = new ArrayList<>();
    Models.names().forEach(names::add);
    return names;
  }

  @ParameterizedTest
  @MethodSource("names")
  void layersAddUpToTheNetwork(String name) {
    LogoConfig config = LogoConfig.of("model.name=" + name);
    Inventory inventory = Inventory.nominal(Models.blueprint(config.model()));
    assertThat(inventory.layers().stream().mapToLong(Inventory.Row::multiplyAdds).sum())
        .isEqualTo(inventory.forward());
    assertThat(inventory.layers().stream().mapToLong(Inventory.Row::parameters).sum())
        .isEqualTo(inventory.layout().trainableLength());
    assertThat(inventory.layers()).allMatch(row -> row.shape().length > 0, "has a result");
    assertThat(inventory.layers()).extracting(Inventory.Row::name).doesNotHaveDuplicates();
  }
}
