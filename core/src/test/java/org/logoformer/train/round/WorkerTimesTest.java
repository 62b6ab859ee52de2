package org.logoformer.train.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WorkerTimesTest {
  @Test
  void theMeanWorkerWaitsForTheSlowest() {
    RoundTimes times =
        WorkerTimes.sideBySide(List.of(new WorkerTimes(1, 2, 10, 3), new WorkerTimes(3, 4, 20, 5)));
    assertThat(times.of(Phase.BROADCAST)).isEqualTo(2);
    assertThat(times.of(Phase.DATA)).isEqualTo(3);
    assertThat(times.of(Phase.COMPUTE)).isEqualTo(15);
    assertThat(times.of(Phase.REDUCE)).isEqualTo(4);
    assertThat(times.of(Phase.STRAGGLERS)).isEqualTo(8);
  }

  @Property(tries = 200)
  void thePhasesOfWorkersSideBySideLastAsLongAsTheSlowest(
      @ForAll("workers") List<WorkerTimes> workers) {
    RoundTimes times = WorkerTimes.sideBySide(workers);
    long slowest = workers.stream().mapToLong(WorkerTimes::busyNanos).max().orElseThrow();
    assertThat(times.total()).isEqualTo(slowest);
    assertThat(times.nanos().values()).allMatch(time -> time > 0);
  }

  @Property(tries = 200)
  void thePhasesOfWorkersInTurnLastAsLongAsAllOfThem(@ForAll("workers") List<WorkerTimes> workers) {
    assertThat(WorkerTimes.inTurn(workers).total())
        .isEqualTo(workers.stream().mapToLong(WorkerTimes::busyNanos).sum());
  }

  @Provide
  Arbitrary<List<WorkerTimes>> workers() {
    Arbitrary<Long> nanos = Arbitraries.longs().between(0, 1_000_000_000_000L);
    return Combinators.combine(nanos, nanos, nanos, nanos)
        .as(WorkerTimes::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(9);
  }
}
