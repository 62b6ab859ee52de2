package org.logoformer.jobs.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.logoformer.random.Keyed;

class SeriesTest {
  private static final int ROUNDS = 200;
  private static final Limit FIVE_PERCENT = Limit.share(0.05);

  @Property
  void theTrendOfALineIsItsSlopeOverTheLastHalf(
      @ForAll @IntRange(min = -50, max = 50) int slope,
      @ForAll @IntRange(min = 2, max = 300) int count) {
    List<Double> line = IntStream.range(0, count).mapToObj(i -> 7.0 + slope * i).toList();

    int last = count - count / 2;
    assertThat(Trend.of(line).growth()).isEqualTo(slope * (last - 1.0), within(1e-6));
  }

  @Test
  void theFirstHalfIsWarmUp() {
    List<Double> samples = samples(i -> i < ROUNDS / 2.0 ? i : 100);

    assertThat(Trend.of(samples)).isEqualTo(new Trend(100, 0));
  }

  @Test
  void aLeakOfMegabytesARoundIsSeenThroughNoise() {
    Keyed noise = Keyed.of(1, "noise");
    List<Double> leaking = samples(i -> 500 + 0.4 * i + 10 * noise.nextDouble());
    List<Double> steady = samples(i -> 500 + 10 * noise.nextDouble());

    assertThat(FIVE_PERCENT.holds(leaking)).isFalse();
    assertThat(FIVE_PERCENT.holds(steady)).isTrue();
  }

  @Test
  void memoryMayShrink() {
    assertThat(FIVE_PERCENT.holds(samples(i -> 500 - i))).isTrue();
  }

  @Test
  void aBlockLeftInEveryTenthRoundGrows() {
    Limit constant = Limit.CONSTANT;

    assertThat(constant.holds(samples(i -> 4 + Math.floor(i / 10)))).isFalse();
    assertThat(constant.holds(samples(i -> 4 + i % 3))).isTrue();
  }

  @Test
  void whatMustNotBeThereMustNeverBe() {
    Limit nothing = Limit.NOTHING;

    assertThat(nothing.holds(samples(i -> i == 3 ? 1 : 0))).isFalse();
    assertThat(nothing.holds(samples(i -> 0))).isTrue();
  }

  @Test
  void theLineSaysWhatIsWrong() {
    assertThat(new Series("driver", FIVE_PERCENT, samples(i -> 100 + i)).line("Memory, MB"))
        .startsWith("soak Memory, MB: driver ")
        .contains("first=100.0 last=299.0", "growth=+99.00", "limit=+5.0 %")
        .endsWith("GROWS");
  }

  private static List<Double> samples(DoubleUnaryOperator value) {
    return IntStream.range(0, ROUNDS).mapToObj(i -> value.applyAsDouble(i)).toList();
  }
}
