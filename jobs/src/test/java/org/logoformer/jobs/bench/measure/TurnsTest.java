package org.logoformer.jobs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.bench.measure.Turns.Pass;

class TurnsTest {
  private final List<Pass> taken = new ArrayList<>();

  @Test
  void theFirstOfWarmTurnsIsNotCounted() {
    assertThat(Turns.of(2, faster()).passes().get("thing")).isEqualTo(taken.subList(1, 3));
  }

  @Test
  void coldTurnsAreAllCounted() {
    assertThat(Turns.cold(2, faster()).passes().get("thing")).hasSize(2).isEqualTo(taken);
  }

  @Test
  void whatFewClipsTakeIsLeftOut() {
    Pass few = new Pass(2, 20, 1);

    assertThat(new Pass(5, 80, 3).beyond(few)).isEqualTo(new Pass(3, 60, 2));
    for (Pass none : List.of(new Pass(2, 20, 3), new Pass(5, 80, 1))) {
      assertThatThrownBy(() -> none.beyond(few))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("give more --clips");
    }
  }

  private Map<String, Supplier<Pass>> faster() {
    return Map.of(
        "thing",
        () -> {
          taken.add(new Pass(1, 1, 1.0 / (taken.size() + 1)));
          return taken.get(taken.size() - 1);
        });
  }
}
