package org.logoformer.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;

class ShuffleTest {
  @Property(tries = 200)
  void everyReferenceComesOnceAndEveryShardInOneStretch(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 9) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 5) int window) {
    Map<String, Integer> shards = shards(sizes);
    List<String> order = order(shards, window, 3, 1);
    assertThat(order).containsExactlyInAnyOrderElementsOf(shards.keySet());
    assertThat(stretches(order, shards)).allMatch(stretch -> stretch.size() <= window);
  }

  @Test
  void fewShardsAreReadFromAtATimeAndWindowsAreAlike() {
    Map<String, Integer> shards = shards(sizes(10, 20));
    List<String> order = order(shards, 4, 1, 0);
    // Ten shards by four at most: windows of three, three and four.
    List<Set<Integer>> stretches = stretches(order, shards);
    assertThat(stretches).extracting(Set::size).containsExactly(3, 3, 4);
    assertThat(stretches(order(shards, 100, 1, 0), shards)).hasSize(1);
    for (int from = 0; from + 16 <= order.size(); from += 16) {
      Set<Integer> touched = new HashSet<>();
      order.subList(from, from + 16).forEach(id -> touched.add(shards.get(id)));
      // A batch may stand astride two windows.
      assertThat(touched).hasSizeBetween(2, 7);
    }
    Set<Integer> global = new HashSet<>();
    EpochPlan.of(1, 0, List.copyOf(shards.keySet()), 16, 1)
        .shuffled()
        .subList(0, 40)
        .forEach(id -> global.add(shards.get(id)));
    assertThat(global).hasSizeGreaterThan(7);
  }

  @Test
  void shardsWindowsAndClipsAreDrawnAnewForEachEpochAndSeed() {
    Map<String, Integer> shards = shards(sizes(12, 6));
    List<String> order = order(shards, 3, 1, 0);
    assertThat(order).isEqualTo(order(shards, 3, 1, 0));
    List<Set<Integer>> stretches = stretches(order, shards);
    for (List<String> other : List.of(order(shards, 3, 1, 1), order(shards, 3, 2, 0))) {
      assertThat(other).isNotEqualTo(order);
      assertThat(stretches(other, shards)).doesNotContainSequence(stretches);
    }
    List<String> first = order.stream().filter(id -> shards.get(id) == 0).toList();
    List<String> stored = shards.keySet().stream().filter(id -> shards.get(id) == 0).toList();
    assertThat(first).as("not as stored").isNotEqualTo(stored);
  }

  @Test
  void theNumbersOfTheShardsDoNotMatterButTheirOrder() {
    Map<String, Integer> shards = shards(sizes(5, 4));
    Map<String, Integer> apart = new LinkedHashMap<>();
    shards.forEach((id, shard) -> apart.put(id, 7 + 2 * shard));
    assertThat(order(apart, 2, 1, 0)).isEqualTo(order(shards, 2, 1, 0));
  }

  @Test
  void workersShareTheBatchesOfOneAndDrawsLieWhereTheirClipLies() {
    Map<String, Integer> shards = shards(sizes(6, 8));
    Map<String, Integer> classes = new LinkedHashMap<>();
    shards.keySet().forEach(id -> classes.put(id, id.endsWith("/0") ? 1 : 0));
    LogoConfig config =
        LogoConfig.of(
            "train.batch=8",
            "data.balance=classes",
            "data.shuffle=shard-window",
            "data.shard-window=2");
    List<String> references = List.copyOf(shards.keySet());
    List<List<String>> epochs = new ArrayList<>();
    for (String workers : List.of("train.workers=1", "train.workers=3")) {
      TrainingPlan plan = TrainingPlan.of(config.with(workers), classes, shards);
      epochs.add(plan.epoch(0, references).shuffled());
    }
    assertThat(epochs.get(0)).hasSameSizeAs(references).isEqualTo(epochs.get(1));
    assertThat(epochs.get(0)).anyMatch(reference -> !shards.containsKey(reference));
    List<String> clips =
        epochs.get(0).stream().map(reference -> Draw.of(reference).reference()).toList();
    assertThat(stretches(clips, shards)).hasSizeGreaterThan(2).allMatch(s -> s.size() <= 2);
  }

  @Test
  void globalIsTheDefault() {
    Map<String, Integer> shards = shards(sizes(6, 8));
    assertThat(TrainingPlan.of(LogoConfig.of(), Map.of(), shards))
        .isEqualTo(TrainingPlan.of(LogoConfig.of()));
  }

  @Test
  void aReferenceWithoutAShardIsRefused() {
    assertThatThrownBy(() -> new Shuffle(Map.of("a", 0), 2).order(1, 0, List.of("a", "b")))
        .hasMessageContaining("No shard is known of b");
  }

  private static List<String> order(Map<String, Integer> shards, int window, long seed, int epoch) {
    return new Shuffle(shards, window).order(seed, epoch, List.copyOf(shards.keySet()));
  }

  /** The shards that are read from together, from one moment to the next at which none is open. */
  private static List<Set<Integer>> stretches(List<String> order, Map<String, Integer> shards) {
    List<Integer> touched = order.stream().map(shards::get).toList();
    List<Set<Integer>> stretches = new ArrayList<>();
    int open = -1;
    for (int i = 0; i < touched.size(); i++) {
      if (i > open) {
        stretches.add(new LinkedHashSet<>());
      }
      stretches.get(stretches.size() - 1).add(touched.get(i));
      open = Math.max(open, touched.lastIndexOf(touched.get(i)));
    }
    return stretches;
  }

  private static List<Integer> sizes(int shards, int clips) {
    return Collections.nCopies(shards, clips);
  }

  private static Map<String, Integer> shards(List<Integer> sizes) {
    Map<String, Integer> shards = new LinkedHashMap<>();
    for (int s = 0; s < sizes.size(); s++) {
      for (int i = 0; i < sizes.get(s); i++) {
        shards.put(s + "/" + i, s);
      }
    }
    return shards;
  }
}
