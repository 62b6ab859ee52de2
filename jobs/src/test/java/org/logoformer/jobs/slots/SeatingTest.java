package org.logoformer.jobs.slots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.slots.Seating.Executor;
import org.logoformer.jobs.slots.Seating.Seat;
import org.logoformer.random.Keyed;

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

  /** An executor with a GPU is one slot, see SparkExecutors. */
  @Test
  void noTwoTrialsEverSitOnOneGpuWhoeverComesAndLeaves() {
    List<Executor> gpus = new ArrayList<>();
    List.of("a", "b", "c").forEach(place -> gpus.add(new Executor(place, 1)));
    Seating ofGpus = new Seating(() -> gpus);
    Map<Integer, List<String>> seated = new HashMap<>();
    Keyed draws = Keyed.of(1, "gpus");
    for (int trial = 0; trial < 500; trial++) {
      Optional<Seat> seat = ofGpus.take(trial, 1 + draws.nextInt(2), 1);
      if (seat.isPresent()) {
        assertThat(seat.get().room()).as("networks beside each other").isEqualTo(1);
        seated.put(trial, seat.get().places());
      }
      assertThat(seated.values().stream().flatMap(List::stream)).doesNotHaveDuplicates();
      if (trial == 250) {
        gpus.remove(0);
        gpus.add(new Executor("d", 1));
      }
      List<Integer> trials = List.copyOf(seated.keySet());
      if (!trials.isEmpty() && draws.nextInt(2) == 0) {
        int leaving = trials.get(draws.nextInt(trials.size()));
        ofGpus.leave(leaving);
        seated.remove(leaving);
      }
    }
  }

  @Test
  void theOnlyProcessHasNoPlace() {
    Seating local = new Seating(() -> List.of(new Executor("", 2)));
    assertThat(local.take(1, 1, 1)).contains(new Seat(List.of(), 2));
    assertThat(local.take(2, 1, 1)).isPresent();
    assertThat(local.take(3, 1, 1)).isEmpty();
  }
}
