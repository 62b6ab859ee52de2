package org.logoformer.jobs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private long now;
  private final List<String> order = new ArrayList<>();

  @Test
  void thingsTakeTurnsAfterOneRunEach() {
    time(2, 0, Map.of("a", List.of(1), "b", List.of(1)));

    assertThat(order).containsExactly("a", "b", "a", "b", "a", "b");
  }

  @Test
  void aBlockRepeatsUntilItsTimeIsUp() {
    Map<String, Double> medians = time(1, 10, Map.of("a", List.of(4), "b", List.of(20)));

    assertThat(order).containsExactly("a", "b", "a", "a", "a", "b");
    assertThat(medians).containsExactly(entry("a", 4.0), entry("b", 20.0));
  }

  @Test
  void theFirstRunIsNotCountedAndASlowBlockDoesNotMoveTheMedian() {
    Map<String, Double> medians = time(3, 0, Map.of("a", List.of(1000, 5, 900, 6)));

    assertThat(medians).containsExactly(entry("a", 6.0));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Blocks.median(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(3);
  }

  /** Things that take the given seconds, run by run, the last for ever. */
  private Map<String, Double> time(int count, double seconds, Map<String, List<Integer>> takes) {
    Map<String, Runnable> things = new LinkedHashMap<>();
    takes.keySet().stream()
        .sorted()
        .forEach(
            name -> {
              List<Integer> runs = new ArrayList<>(takes.get(name));
              things.put(
                  name,
                  () -> {
                    order.add(name);
                    now += (runs.size() > 1 ? runs.remove(0) : runs.get(0)) * 1_000_000_000L;
                  });
            });
    return new Blocks(count, seconds, () -> now).time(things);
  }
}
