package org.logoformer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.error.ConfigException;

class SweepConfigTest {
  @Test
  void trialsAreAllCombinations() {
    assertThat(new SweepConfig(List.of("a.b = 1, 2", "c=x,y")).trials())
        .containsExactly(
            List.of("a.b=1", "c=x"),
            List.of("a.b=1", "c=y"),
            List.of("a.b=2", "c=x"),
            List.of("a.b=2", "c=y"));
  }

  @Test
  void noAxisIsOneTrialWithNothingChanged() {
    assertThat(new SweepConfig(List.of()).trials()).containsExactly(List.of());
  }

  @Test
  void aValueMayBeAList() {
    assertThat(new SweepConfig(List.of("a.b = [1, 2], [3], x")).trials())
        .containsExactly(List.of("a.b=[1, 2]"), List.of("a.b=[3]"), List.of("a.b=x"));
  }

  @Test
  void aKeyWithTwoAxesIsRefused() {
    assertThatThrownBy(() -> new SweepConfig(List.of("a.b = 1", "a.b = 2")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("key twice");
  }

  @Test
  void anAxisWithoutValuesIsRefused() {
    assertThatThrownBy(() -> new SweepConfig(List.of("optimiser.lr =")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sweep.grid");
  }
}
