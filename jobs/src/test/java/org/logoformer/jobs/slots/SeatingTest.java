package org.logoformer.jobs.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.slots.Seating.Executor;
import org.logoformer.jobs.slots.Seating.Seat;

class SeatingTest {
  private final List<Executor> executors =
      new ArrayList<>(List.of(new Executor("a", 1), new Executor("b", 2)));
  private final Seating seating = new Seating(() -> executors);

  @Test
  void noTwoTrialsSitOnOneSlot() {
    assertThat(seating.take(1, 1, 1)).contains(new Seat(List.of("a"), 1));
    assertThat(seating.take(2, 1, 1)).contains(new Seat(List.of("b"), 2));
    assertThat(seating.take(3, 1, 1)).contains(new Seat(List.of("b"), 2));
    assertThat(seating.take(4, 1, 1)).isEmpty();
    seating.leave(2);
    assertThat(seating.take(4, 1, 1)).contains(new Seat(List.of("b"), 2));
  }

  @Test
  void aTrialHasSeatsForAllItsWorkersOrNone() {
    assertThat(seating.take(1, 2, 1)).contains(new Seat(List.of("a", "b"), 1));
    assertThat(seating.take(2, 2, 1)).isEmpty();
    assertThat(seating.take(3, 1, 1)).isPresent();
  }

  @Test
  void aWorkerOfSeveralThreadsTakesAsManyCoresOfOneExecutor() {
    assertThat(seating.take(1, 1, 2)).contains(new Seat(List.of("b"), 1));
    assertThat(seating.take(2, 1, 2)).isEmpty();
  }

  @Test
  void executorsThatJoinAreUsed() {
    assertThat(seating.take(1, 3, 1)).isPresent();
    assertThat(seating.take(2, 1, 1)).isEmpty();
    executors.add(new Executor("c", 1));
    assertThat(seating.take(2, 1, 1)).contains(new Seat(List.of("c"), 1));
  }

  @Test
  void theOnlyProcessHasNoPlace() {
    Seating local = new Seating(() -> List.of(new Executor("", 2)));
    assertThat(local.take(1, 1, 1)).contains(new Seat(List.of(), 2));
    assertThat(local.take(2, 1, 1)).isPresent();
    assertThat(local.take(3, 1, 1)).isEmpty();
  }
}
