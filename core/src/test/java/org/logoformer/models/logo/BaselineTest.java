package org.logoformer.models.logo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Inventory;

class BaselineTest {
  /** 833 = 17 * 49 tokens of width 512; 25.16 in print. */
  @Test
  void theDefaultsComeNearestToWhatIsPrinted() {
    Inventory inventory =
        Inventory.nominal(Models.blueprint(LogoConfig.of("model.name=baseline").model()));
    long tokens = 17 * 49;
    long attention = 4 * tokens * 512 * 512 + 2 * tokens * tokens * 512;
    assertThat(inventory.forward()).isEqualTo(25_372_601_856L);
    assertThat(inventory.sections()).containsEntry("full attention", 4 * 2 * attention);
    assertThat(inventory.layout().trainableLength()).isEqualTo(19_757_127);
  }
}
