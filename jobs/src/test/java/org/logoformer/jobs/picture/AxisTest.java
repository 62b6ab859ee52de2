package org.logoformer.jobs.picture;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Property(tries = 300)
  void holdsAllValuesAndIsNotMuchLongerThanThey(
      @ForAll @DoubleRange(min = -1000, max = 1000) double low,
      @ForAll @DoubleRange(min = 0.01, max = 5000) double span) {
    Axis axis = Axis.around(low, low + span, 4);
    assertThat(axis.low()).isLessThanOrEqualTo(low + 1e-6 * span);
    assertThat(axis.high()).isGreaterThanOrEqualTo(low + span - 1e-6 * span);
    assertThat(axis.high() - axis.low()).isLessThan(2.3 * span);
    assertThat(axis.ticks()).hasSizeBetween(3, 7);
    assertThat(axis.ticks().stream().map(axis::text)).doesNotHaveDuplicates();
  }

  @Test
  void percentagesEndAtAHundred() {
    Axis axis = Axis.around(14.29, 98.86, 4);
    assertThat(axis.ticks().stream().map(axis::text)).containsExactly("0", "25", "50", "75", "100");
  }

  @Test
  void smallValuesKeepTheirDigits() {
    Axis axis = Axis.around(0, 2e-5, 4);
    assertThat(axis.ticks().stream().map(axis::text))
        .containsExactly("0", "5e-6", "1e-5", "1.5e-5", "2e-5");
  }

  @Test
  void epochsAreWholeNumbers() {
    Axis axis = Axis.ofCounts(1, 3, 8);
    assertThat(axis.ticks().stream().map(axis::text)).containsExactly("1", "2", "3");
    assertThat(Axis.ofCounts(1, 1, 8).ticks()).containsExactly(0.0, 1.0, 2.0);
  }

  @Test
  void oneValueHasRoomAroundIt() {
    Axis axis = Axis.around(5, 5, 4);
    assertThat(axis.share(5)).isBetween(0.2, 0.8);
  }
}
