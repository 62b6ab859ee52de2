package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void isThatOfTheTextbook() {
    Interval interval = Interval.of(1, 2, 3);
    assertThat(interval.mean()).isEqualTo(2);
    // The 97.5 % quantile of t with two degrees of freedom, times 1 / sqrt(3).
    assertThat(interval.half()).isCloseTo(4.302653 / Math.sqrt(3), within(1e-5));
    assertThat(interval.signed()).isEqualTo("+2.000 [-0.484, +4.484]");
  }

  @Property
  void aConstantMovesTheMeanAndNotTheWidth(
      @ForAll @Size(5) List<@DoubleRange(min = -1, max = 1) Double> values,
      @ForAll @DoubleRange(min = -10, max = 10) double shift) {
    Interval before = Interval.of(values.stream().mapToDouble(v -> v).toArray());
    Interval after = Interval.of(values.stream().mapToDouble(v -> v + shift).toArray());
    assertThat(after.mean()).isCloseTo(before.mean() + shift, within(1e-9));
    assertThat(after.half()).isCloseTo(before.half(), within(1e-9));
  }

  @Test
  void excludesZeroOnlyOnOneSide() {
    assertThat(Interval.of(0.10, 0.11, 0.12).isAboveZero()).isTrue();
    assertThat(Interval.of(-0.10, -0.11, -0.12).isBelowZero()).isTrue();
    Interval wide = Interval.of(-0.1, 0.11, 0.12);
    assertThat(wide.isAboveZero() || wide.isBelowZero()).isFalse();
  }

  @Test
  void aSingleValueShowsNothing() {
    Interval single = Interval.of(0.7);
    assertThat(single.mean()).isEqualTo(0.7);
    assertThat(single.half()).isNaN();
    assertThat(single.isAboveZero()).isFalse();
    assertThatThrownBy(Interval::of).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatDivergedHasNoInterval() {
    Interval interval = Interval.of(0.7, Double.NaN, 0.6);
    assertThat(interval.isAboveZero() || interval.isBelowZero()).isFalse();
    assertThat(interval.signed()).isEqualTo("-");
  }
}
