package org.logoformer.jobs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static final double EXACT = 1e-12;

  @Test
  void aLeakIsSeenAsNetDrift() {
    Drift drift = Drift.of(IntStream.range(0, 100).mapToObj(i -> 1000.0 + i).toList());

    assertThat(drift.start()).isEqualTo(1004.5);
    assertThat(drift.end()).isEqualTo(1094.5);
    assertThat(drift.net()).isEqualTo(90 / 1004.5, within(EXACT));
    assertThat(drift.isFlat(0.02)).isFalse();
    assertThat(drift.isFlat(0.1)).isTrue();
  }

  @Test
  void aPassingPeakIsNoLeakButIsReported() {
    Drift drift = Drift.of(List.of(100.0, 100.0, 150.0, 100.0, 101.0));

    assertThat(drift.net()).isEqualTo(0.01, within(EXACT));
    assertThat(drift.largest()).isEqualTo(0.5, within(EXACT));
    assertThat(drift.isFlat(0.02)).isTrue();
  }

  @Test
  void aLossIsADriftToo() {
    assertThat(Drift.of(List.of(100.0, 90.0)).isFlat(0.02)).isFalse();
  }

  @Test
  void fromNothingAnythingIsTooMuch() {
    assertThat(Drift.of(List.of(0.0, 0.0)).isFlat(0.02)).isTrue();
    assertThat(Drift.of(List.of(0.0, 1.0)).isFlat(0.02)).isFalse();
  }
}
