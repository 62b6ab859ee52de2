package org.logoformer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.error.ConfigException;

class SweepConfigTest {
  @Test
  void pointsAreAllCombinations() {
    assertThat(grid("\"a.b = 1, 2\", \"c=x,y\"").combinations())
        .containsExactly(
            List.of("a.b=1", "c=x"),
            List.of("a.b=1", "c=y"),
            List.of("a.b=2", "c=x"),
            List.of("a.b=2", "c=y"));
  }

  @Test
  void noAxisIsOnePointWithNothingChanged() {
    assertThat(grid("").combinations()).containsExactly(List.of());
  }

  @Test
  void aValueMayBeAList() {
    assertThat(grid("\"a.b = [1, 2], [3], x\"").combinations())
        .containsExactly(List.of("a.b=[1, 2]"), List.of("a.b=[3]"), List.of("a.b=x"));
  }

  @Test
  void aKeyWithTwoAxesIsRefused() {
    assertThatThrownBy(() -> grid("\"a.b = 1\", \"a.b = 2\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("key twice");
  }

  @Test
  void anAxisWithoutValuesIsRefused() {
    assertThatThrownBy(() -> grid("\"optimiser.lr =\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("sweep.grid");
  }

  @Test
  void trialsSideBySideAreANumberOrAsManyAsFit() {
    assertThat(LogoConfig.of("sweep.parallel=3").sweep().most()).hasValue(3);
    assertThat(LogoConfig.of("sweep.parallel=auto").sweep().most()).isEqualTo(OptionalInt.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "sweep.parallel=0, sweep.parallel",
    "sweep.parallel=many, must be auto or a number",
    "sweep.eta=1, sweep.eta",
    "sweep.min-epochs=0, sweep.min-epochs",
    "sweep.trials=0, sweep.trials"
  })
  void numbersThatMakeNoSweepAreRefused(String setting, String message) {
    assertThatThrownBy(() -> LogoConfig.of(setting))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void medianStoppingBesideRungsIsRefused() {
    assertThatThrownBy(() -> LogoConfig.of("sweep.search=asha", "sweep.stop=median"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("asha and hyperband stop trials at their rungs");
  }

  private static SweepConfig grid(String axes) {
    return LogoConfig.of("sweep.grid=[" + axes + "]").sweep();
  }
}
