package org.logoformer.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;

class ClassBalanceTest {
  @Property(tries = 200)
  void classesAreEquallyFrequentInEpochsAsLongAsBefore(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 40) Integer> sizes) {
    Map<String, Integer> classes = classes(sizes);
    List<Draw> draws = draws(3, 1, classes);
    assertThat(draws).hasSameSizeAs(classes.keySet()).doesNotHaveDuplicates();
    Map<Integer, Integer> frequency = new TreeMap<>();
    draws.forEach(d -> frequency.merge(classes.get(d.reference()), 1, Integer::sum));
    assertThat(frequency).hasSameSizeAs(sizes);
    int least = classes.size() / sizes.size();
    assertThat(frequency.values()).allMatch(n -> n == least || n == least + 1);
  }

  @Property(tries = 100)
  void theClipsOfAClassAreEquallyFrequentToo(
      @ForAll @IntRange(min = 1, max = 50) int rare,
      @ForAll @IntRange(min = 1, max = 50) int frequent) {
    Map<String, Integer> classes = classes(List.of(rare, frequent));
    Map<String, Integer> times = new TreeMap<>();
    draws(5, 0, classes).forEach(d -> times.merge(d.reference(), 1, Integer::sum));
    for (int c = 0; c < 2; c++) {
      int of = c;
      List<Integer> counts =
          classes.keySet().stream()
              .filter(id -> classes.get(id) == of)
              .map(id -> times.getOrDefault(id, 0))
              .sorted()
              .toList();
      assertThat(counts.get(counts.size() - 1) - counts.get(0)).isBetween(0, 1);
    }
  }

  @Test
  void whoSitsOutAndWhichClassIsLargerChangesWithTheEpoch() {
    Map<String, Integer> classes = classes(List.of(2, 9));
    assertThat(draws(1, 0, classes)).isEqualTo(draws(1, 0, classes));
    assertThat(draws(1, 0, classes)).isNotEqualTo(draws(1, 1, classes));
    assertThat(draws(1, 0, classes)).isNotEqualTo(draws(2, 0, classes));
    int larger = 0;
    for (int epoch = 0; epoch < 400; epoch++) {
      long first =
          draws(1, epoch, classes).stream().filter(d -> classes.get(d.reference()) == 0).count();
      larger += first == 6 ? 1 : 0;
    }
    assertThat(larger).isBetween(150, 250);
  }

  @Test
  void thePlanOfABalancedRunIsShuffled() {
    Map<String, Integer> classes = classes(List.of(20, 60));
    List<String> references = new ArrayList<>(classes.keySet());
    LogoConfig config = LogoConfig.of("train.batch=8", "train.workers=2", "data.balance=classes");
    EpochPlan plan = TrainingPlan.of(config, classes, Map.of()).epoch(2, references);
    assertThat(plan.steps()).isEqualTo(10);
    for (int r = 0; r < plan.rounds(1); r++) {
      long rare =
          plan.round(r, 1, 0).shares().stream()
              .flatMap(s -> s.steps().get(0).references().stream())
              .filter(reference -> classes.get(Draw.of(reference).reference()) == 0)
              .count();
      assertThat(rare).isBetween(1L, 7L);
    }
    assertThat(TrainingPlan.of(config.with("data.balance=none"), classes, Map.of()))
        .isEqualTo(TrainingPlan.of(config));
  }

  @Test
  void aDrawIsWrittenAndRead() {
    for (Draw draw : List.of(new Draw("Crime/Angry/0063", 0), new Draw("a b#1", 12))) {
      assertThat(Draw.of(draw.text())).isEqualTo(draw);
    }
    assertThat(new Draw("00001", 0).text()).isEqualTo("00001");
  }

  @Test
  void aReferenceWithoutAClassIsRefused() {
    assertThatThrownBy(() -> ClassBalance.draw(1, 0, List.of("a", "b"), Map.of("a", 0)))
        .hasMessageContaining("b");
  }

  private static List<Draw> draws(long seed, int epoch, Map<String, Integer> classes) {
    return ClassBalance.draw(seed, epoch, List.copyOf(classes.keySet()), classes).stream()
        .map(Draw::of)
        .collect(Collectors.toList());
  }

  private static Map<String, Integer> classes(List<Integer> sizes) {
    Map<String, Integer> classes = new LinkedHashMap<>();
    for (int c = 0; c < sizes.size(); c++) {
      for (int i = 0; i < sizes.get(c); i++) {
        classes.put(c + "/" + i, c);
      }
    }
    return classes;
  }
}
