package org.logoformer.train.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EpochPlanTest {
  @Property(tries = 200)
  void everyReferenceIsTrainedOnExactlyOnce(
      @ForAll @IntRange(max = 60) int count,
      @ForAll @IntRange(min = 1, max = 13) int batch,
      @ForAll @IntRange(min = 1, max = 5) int workers,
      @ForAll @IntRange(min = 1, max = 4) int stepsPerRound) {
    List<String> references = references(count);
    EpochPlan plan = EpochPlan.of(7, 2, references, batch, workers);
    List<String> seen = new ArrayList<>();
    for (int r = 0; r < plan.rounds(stepsPerRound); r++) {
      plan.round(r, stepsPerRound, 0).shares().stream()
          .flatMap(s -> s.steps().stream())
          .forEach(s -> seen.addAll(s.references()));
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(references);
  }

  @Property(tries = 100)
  void aGlobalBatchIsDividedAsEvenlyAsItCanBe(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll @IntRange(min = 1, max = 13) int batch,
      @ForAll @IntRange(min = 1, max = 5) int workers) {
    EpochPlan plan = EpochPlan.of(7, 0, references(count), batch, workers);
    for (int r = 0; r < plan.rounds(1); r++) {
      List<Integer> sizes =
          plan.round(r, 1, r).shares().stream()
              .map(s -> s.steps().get(0).references().size())
              .toList();
      assertThat(sizes.get(0) - sizes.get(workers - 1)).isBetween(0, 1);
      assertThat(sizes).isSortedAccordingTo((a, b) -> b - a);
    }
  }

  @Test
  void theWorkersTogetherSeeTheBatchesThatOneWorkerWouldSee() {
    EpochPlan alone = EpochPlan.of(1, 3, references(50), 8, 1);
    EpochPlan three = EpochPlan.of(1, 3, references(50), 8, 3);
    for (int r = 0; r < alone.rounds(1); r++) {
      List<String> together = new ArrayList<>();
      three.round(r, 1, 0).shares().forEach(s -> together.addAll(s.steps().get(0).references()));
      assertThat(together)
          .isEqualTo(alone.round(r, 1, 0).shares().get(0).steps().get(0).references());
    }
  }

  @Test
  void howeverManyStepsARoundMayHaveTheEpochEndsIt() {
    EpochPlan plan = EpochPlan.of(1, 0, references(50), 8, 2);
    assertThat(plan.rounds(Integer.MAX_VALUE)).isEqualTo(1);
    assertThat(plan.round(0, Integer.MAX_VALUE, 0).steps()).isEqualTo(7);
    assertThat(EpochPlan.of(1, 0, references(50), Integer.MAX_VALUE, 2).steps()).isEqualTo(1);
  }

  @Test
  void theLastShortBatchIsKept() {
    EpochPlan plan = EpochPlan.of(1, 0, references(10), 4, 2);
    assertThat(plan.steps()).isEqualTo(3);
    assertThat(plan.rounds(2)).isEqualTo(2);
    assertThat(plan.round(1, 2, 2).steps()).isEqualTo(1);
  }

  @Test
  void stepsAreNumberedFromTheStartOfTraining() {
    Round round = EpochPlan.of(1, 0, references(10), 2, 2).round(1, 2, 102);
    assertThat(round.shares().get(1).steps()).extracting(Step::number).containsExactly(102L, 103L);
  }

  @Test
  void epochsAndSeedsShuffleDifferentlyAndRepeatably() {
    List<String> references = references(100);
    assertThat(order(1, 0, references)).isEqualTo(order(1, 0, references));
    assertThat(order(1, 0, references)).isNotEqualTo(order(1, 1, references));
    assertThat(order(1, 0, references)).isNotEqualTo(order(2, 0, references));
  }

  @Test
  void theOrderOfAnEpochIsThatOfEarlierVersions() {
    assertThat(order(1, 0, references(10)))
        .extracting(id -> id.substring(5))
        .containsExactly("5", "3", "4", "6", "9", "8", "0", "1", "2", "7");
  }

  private static List<String> order(long seed, int epoch, List<String> references) {
    Round round = EpochPlan.of(seed, epoch, references, references.size(), 1).round(0, 1, 0);
    return round.shares().get(0).steps().get(0).references();
  }

  private static List<String> references(int count) {
    return IntStream.range(0, count).mapToObj(i -> "clip-" + i).toList();
  }
}
