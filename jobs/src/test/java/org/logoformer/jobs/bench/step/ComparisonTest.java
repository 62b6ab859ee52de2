package org.logoformer.jobs.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.jobs.bench.step.PeerVariant.Layout;
import org.logoformer.jobs.bench.step.PeerVariant.Mode;

class ComparisonTest {
  private static final PeerVariant EAGER = new PeerVariant(Layout.NCHW, Mode.EAGER, "f32");
  private static final PeerVariant COMPILED =
      new PeerVariant(Layout.CHANNELS_LAST, Mode.COMPILE, "f32");

  @Test
  void lossesMayDifferByRounding() {
    assertThatCode(() -> Comparison.requireEqual(EAGER, List.of(2.0, 1.5), List.of(2.0019, 1.4990)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(doubles = {2.003, 1.997, Double.NaN})
  void otherLossesAreAnError(double other) {
    assertThatThrownBy(() -> Comparison.requireEqual(EAGER, List.of(2.0, 2.0), List.of(2.0, other)))
        .hasMessageContaining("nchw")
        .hasMessageContaining("[2.0, " + other + "]");
  }

  @Test
  void theDenominatorIsTheFastestVariant() {
    Race race = new Race(2, null, Map.of(EAGER, 5.0, COMPILED, 3.0));

    assertThat(race.fastest().getKey()).isEqualTo(COMPILED);
    assertThat(race.ratio()).isEqualTo(1.5);
  }

  @Test
  void variantsAreAllLayoutsInAllModes() {
    assertThat(PeerVariant.of("f32", EnumSet.allOf(Mode.class)))
        .extracting(PeerVariant::title)
        .containsExactly("nchw", "channels_last", "nchw+compile", "channels_last+compile");
  }
}
