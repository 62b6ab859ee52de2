package org.logoformer.jobs.sweep.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

class SpaceTest {
  @Test
  void everyValueIsWithinItsRangeAndBothHalvesComeEquallyOften() {
    Space space =
        space(
            "optimiser.lr = log-uniform(1e-3, 1e-1)",
            "optimiser.momentum = uniform(0.5, 0.9)",
            "train.averaging-frequency = int(2, 8)",
            "train.batch = choice(8, 16)");
    List<Map<String, String>> draws = draws(space, 1, 400);
    assertThat(draws)
        .allSatisfy(
            d -> {
              assertThat(Double.parseDouble(d.get("optimiser.lr"))).isBetween(1e-3, 1e-1);
              assertThat(Double.parseDouble(d.get("optimiser.momentum"))).isBetween(0.5, 0.9);
              assertThat(Integer.parseInt(d.get("train.averaging-frequency"))).isBetween(2, 8);
              assertThat(d.get("train.batch")).isIn("8", "16");
            });
    assertThat(draws.stream().filter(d -> Double.parseDouble(d.get("optimiser.lr")) < 1e-2).count())
        .as("below the geometric mean")
        .isBetween(150L, 250L);
    assertThat(
            draws.stream()
                .filter(d -> Double.parseDouble(d.get("optimiser.momentum")) < 0.7)
                .count())
        .isBetween(150L, 250L);
    assertThat(draws).extracting(d -> d.get("train.averaging-frequency")).contains("2", "8");
    assertThat(draws.stream().filter(d -> d.get("train.batch").equals("8")).count())
        .isBetween(150L, 250L);
  }

  @Test
  void aDrawIsAFunctionOfTheSeedAndItsNumberAlone() {
    Space space = space("optimiser.lr = log-uniform(1e-3, 1e-1)", "train.batch = choice(8, 16)");
    assertThat(space.draws(1, 30, Map.of()).subList(0, 10)).isEqualTo(space.draws(1, 10, Map.of()));
    assertThat(space.draws(2, 10, Map.of())).isNotEqualTo(space.draws(1, 10, Map.of()));
    Space other = space("train.batch = choice(8, 16)", "optimiser.lr = log-uniform(1e-3, 1e-1)");
    assertThat(draws(other, 1, 10)).as("order of the axes").isEqualTo(draws(space, 1, 10));
  }

  @Test
  void anAxisWithAConditionIsDrawnOnlyWhereItHolds() {
    Space space =
        space(
            "optimiser.sam.variant = choice(sam, periodic)",
            "optimiser.sam.every = choice(2, 5) if optimiser.sam.variant = periodic",
            "train.batch = choice(8, 16, 32, 64)");
    List<Map<String, String>> draws = draws(space, 1, 12);
    assertThat(draws)
        .allSatisfy(
            d ->
                assertThat(d.containsKey("optimiser.sam.every"))
                    .isEqualTo(d.get("optimiser.sam.variant").equals("periodic")));
    assertThat(draws).extracting(d -> d.get("optimiser.sam.variant")).contains("sam", "periodic");
    assertThat(draws).as("4 with sam, 8 with periodic").doesNotHaveDuplicates();
    assertThat(space.draws(1, 13, Map.of()).get(12)).as("the space is used up").isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optimiser.rl = uniform(0.1, 1) | did you mean optimiser.lr",
        "optimiser.sam = choice(1, 2) | is of a group of keys",
        "optimiser.lr = uniform(0.1, 0.1) | is an empty range",
        "optimiser.lr = uniform(1, 0.1) | is an empty range",
        "optimiser.lr = log-uniform(0, 0.1) | must begin above 0",
        "optimiser.lr = uniform(0.1) | must have two ends",
        "optimiser.lr = uniform(0.1, fast) | must have two numbers, not fast",
        "optimiser.lr = normal(0, 1) | has no distribution normal",
        "optimiser.lr = 0.1 | must read",
        "optimiser.lr 0.1 | must read",
        "train.batch = int(8, 2) | is an empty range",
        "train.batch = int(0.5, 2) | must have two whole numbers",
        "train.batch = choice(8, , 16) | has an empty value",
        "optimiser.lr = choice(0.1, 0.10) | has 0.10 twice",
        "spark.executors = int(1, 2) | is for all trials alike",
        "run.name = choice(a, b) | is for all trials alike",
        "train.batch = choice(8, 16) if train.workers = 2 | which no axis before it searches",
        "train.batch = choice(8, 16) if train.batch = 8 | which no axis before it searches",
      })
  void whatIsNoAxisIsRefusedWithTheReason(String axis, String message) {
    assertThatThrownBy(() -> space(axis))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aConditionThatNeverHoldsIsRefused() {
    String variants = "optimiser.sam.variant = choice(sam, asam)";
    String every = "optimiser.sam.every = choice(2, 5) if optimiser.sam.variant = ";
    assertThatThrownBy(() -> space(variants, every + "periodic"))
        .hasMessageContaining("never holds");
    assertThatThrownBy(() -> space(every + "asam", variants))
        .as("a condition on a key that comes later")
        .hasMessageContaining("which no axis before it searches");
    assertThatThrownBy(() -> space(variants, variants))
        .hasMessageContaining("an axis before it has");
  }

  @Test
  void whatHasBegunIsKeptAndEqualledByNoOther() {
    Space space = space("train.batch = choice(8, 16, 32)", "train.workers = choice(1, 2)");
    Map<Integer, List<String>> begun =
        Map.of(1, List.of("train.batch=64"), 3, List.of("train.workers=2", "train.batch=16.0"));
    List<Optional<List<String>>> draws = space.draws(1, 8, begun);
    assertThat(draws.get(0)).contains(List.of("train.batch=64"));
    assertThat(draws.stream().flatMap(Optional::stream))
        .doesNotContain(List.of("train.batch=16", "train.workers=2"))
        .hasSize(7);
  }

  @Test
  void aValueOfTheSweepItselfIsThatOfATrialThatWasNotGivenTheAxis() {
    Space space = space("train.batch = choice(8, 16)", "train.workers = choice(1, 2)");
    String workers = "train.workers=" + LogoConfig.of("model.preset=tiny").train().workers();
    assertThat(space.draws(1, 4, Map.of(1, List.of("train.batch=8"))).stream())
        .doesNotContain(Optional.of(List.of("train.batch=8", workers)));
  }

  private static Space space(String... axes) {
    String list =
        Arrays.stream(axes).map(a -> '"' + a + '"').collect(Collectors.joining(", ", "[", "]"));
    return Space.of(LogoConfig.of("model.preset=tiny", "sweep.space=" + list));
  }

  private static List<Map<String, String>> draws(Space space, long seed, int count) {
    return space.draws(seed, count, Map.of()).stream()
        .map(Optional::orElseThrow)
        .map(
            settings -> {
              Map<String, String> values = new HashMap<>();
              settings.forEach(s -> values.put(s.split("=", 2)[0], s.split("=", 2)[1]));
              return values;
            })
        .toList();
  }

  @Test
  void settingsThatSayTheSameHaveOneMeaning() {
    assertThat(Meaning.of("[0.50, 1.0]")).isEqualTo(Meaning.of("[0.5,1]"));
    assertThat(Meaning.of("0.10")).isEqualTo(Meaning.of("1e-1")).isEqualTo("0.1");
    assertThat(Meaning.of("[[1.0],a1.0]")).isEqualTo("[[1],a1.0]");
  }
}
