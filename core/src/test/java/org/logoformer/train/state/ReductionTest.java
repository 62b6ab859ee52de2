package org.logoformer.train.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class ReductionTest {
  @Test
  void unequalCountsGiveTheExampleWeightedMean() {
    FlatVector mean =
        Reduction.mean(
            List.of(
                new Contribution(3, FlatVector.of(1, 10)),
                new Contribution(1, FlatVector.of(5, -10))));
    assertThat(mean).isEqualTo(FlatVector.of(2, 5));
  }

  @Test
  void aWorkerWithoutExamplesDoesNotCount() {
    FlatVector x = FlatVector.of(0.1, 0.7);
    FlatVector nothing = FlatVector.copyOf(null);
    assertThat(Reduction.mean(List.of(new Contribution(0, nothing), new Contribution(3, x))))
        .isEqualTo(x);
  }

  @Test
  void aLongMeanIsSummedInWorkerOrderAndRoundedOnce() {
    double[] a = new Random(1).doubles(5000, -1, 1).toArray();
    double[] b = new Random(2).doubles(5000, -1, 1).toArray();
    FlatVector x = FlatVector.fill(DataType.FLOAT, a).slice(3, 4999);
    FlatVector y = FlatVector.fill(DataType.FLOAT, b).slice(3, 4999);
    FlatVector mean = Reduction.mean(List.of(new Contribution(3, x), new Contribution(4, y)));
    for (int i = 0; i < x.length(); i++) {
      assertThat(mean.at(i)).isEqualTo((float) ((3 * x.at(i) + 4 * y.at(i)) / 7));
    }
  }

  @Test
  void nothingToAverageIsRefused() {
    assertThatThrownBy(() -> Reduction.mean(List.of(new Contribution(0, FlatVector.copyOf(null)))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 200)
  void equalFloatsStayAsTheyAreWhateverTheirWeights(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 5000) Integer> weights,
      @ForAll float value) {
    FlatVector x =
        FlatVector.fill(DataType.FLOAT, new double[] {Float.isFinite(value) ? value : 1});
    List<Contribution> workers = weights.stream().map(w -> new Contribution(w, x)).toList();
    assertThat(Reduction.mean(workers)).isEqualTo(x);
  }

  @Test
  void pooledStatisticsAreThoseOfAllExamplesTogether() {
    double[] a = {1, 2, 6};
    double[] b = {-4, 8};
    double[] all = Stream.of(a, b).flatMapToDouble(java.util.Arrays::stream).toArray();
    FlatVector pooled =
        Statistics.pool(
            List.of(
                new Contribution(a.length, FlatVector.of(mean(a), variance(a))),
                new Contribution(b.length, FlatVector.of(mean(b), variance(b)))));
    assertThat(pooled.at(0)).isEqualTo(mean(all), within(1e-12));
    assertThat(pooled.at(1)).isEqualTo(variance(all), within(1e-12));
  }

  @Test
  void statisticsGoBackWhereTheyCameFrom() {
    Statistics statistics =
        new Statistics(List.of(new StatisticRange(1, 3, 2), new StatisticRange(6, 5, 1)));
    FlatVector parameters = FlatVector.of(0, 1, 2, 3, 4, 5, 6);
    FlatVector gathered = statistics.gather(parameters);
    assertThat(gathered).isEqualTo(FlatVector.of(1, 2, 6, 3, 4, 5));
    assertThat(statistics.scatter(FlatVector.of(0, 0, 0, 0, 0, 0, 0), gathered))
        .isEqualTo(parameters);
  }

  private static double mean(double[] x) {
    return java.util.Arrays.stream(x).average().orElseThrow();
  }

  private static double variance(double[] x) {
    double m = mean(x);
    return java.util.Arrays.stream(x).map(v -> (v - m) * (v - m)).average().orElseThrow();
  }
}
