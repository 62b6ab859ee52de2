package org.logoformer.jobs.sweep.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImportanceTest {
  /** H and p of an independent text in Python. */
  @Test
  void theStatisticIsThatOfKruskalAndWallis() {
    Importance importance =
        of(
            List.of("a", "a", "a", "a", "b", "b", "b", "c", "c", "c"),
            0.2,
            0.3,
            0.3,
            0.5,
            0.4,
            0.6,
            0.7,
            0.1,
            0.25,
            0.8);
    assertThat(importance.chance()).isCloseTo(0.330645882701834, within(1e-9));
    assertThat(importance.share()).isCloseTo((2.2134146341463445 - 2) / 7, within(1e-9));
    assertThat(importance.best()).isEqualTo("b");
  }

  @Test
  void whatDecidesAllExplainsAll() {
    Importance importance = of(List.of("1", "1", "1", "2", "2", "2"), 0.1, 0.1, 0.1, 0.2, 0.2, 0.2);
    assertThat(importance.share()).isCloseTo(1, within(1e-12));
  }

  @Test
  void equalScoresAreExplainedByNothing() {
    assertThat(of(List.of("1", "1", "2", "2"), 0.1, 0.1, 0.1, 0.1).share()).isZero();
  }

  @Test
  void divergedTrialsAreTheWorst() {
    double worst = Double.NEGATIVE_INFINITY;
    Importance importance =
        of(List.of("1", "1", "2", "2", "3", "3"), 0.3, 0.4, 0.5, 0.6, worst, worst);
    assertThat(importance.share()).isGreaterThan(0.8);
    assertThat(importance.best()).isEqualTo("2");
  }

  @Test
  void manyNumbersAreCutIntoQuartersOfTheTrials() {
    List<String> values = IntStream.range(0, 12).mapToObj(i -> "0." + (10 + i)).toList();
    double[] best = IntStream.range(0, 12).mapToDouble(i -> -Math.abs(i - 4)).toArray();
    Importance importance = of(values, best);
    assertThat(importance.levels()).isEqualTo(4);
    assertThat(importance.best()).isEqualTo("0.13 to 0.15");
  }

  @Test
  void aValueForEveryTrialTellsNothing() {
    assertThat(Importance.of(axis(List.of("a", "b")), rows(List.of("a", "b")), new double[2]))
        .isEmpty();
  }

  private static Importance of(List<String> values, double... scores) {
    return Importance.of(axis(values), rows(values), scores).orElseThrow();
  }

  private static SearchedAxis axis(List<String> values) {
    return SearchedAxis.of(rows(values), Map.of()).get(0);
  }

  private static List<TrialRow> rows(List<String> values) {
    return values.stream()
        .map(v -> new TrialRow("t", Map.of("k", v), "finished", "", 0, 0, 1, 1, new TreeMap<>()))
        .toList();
  }
}
