package org.logoformer.jobs.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.logoformer.config.TrainConfig.Exact;
import org.logoformer.error.ClusterException;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerTimes;

class ExactnessTest {
  private static final List<WorkerReport> FIRST = List.of(on("a", 0, 7), on("b", 1, 7));
  private static final List<WorkerReport> MOVED = List.of(on("a", 0, 7), on("c", 1, 9));

  @Test
  void workersThatComputeWhatTheyDidAreExactWhereverTheyRun() {
    Exactness exactness = new Exactness(Exact.STRICT, Map.of());
    assertThat(exactness.inexact(FIRST)).isEmpty();
    assertThat(exactness.inexact(List.of(on("c", 0, 7), on("a", 1, 7)))).isEmpty();
    assertThat(exactness.probes()).isEqualTo(Map.of(0, 7L, 1, 7L));
  }

  @Test
  void strictEndsTheRunOnAMachineThatComputesOtherBits() {
    Exactness exactness = new Exactness(Exact.STRICT, Map.of());
    exactness.inexact(FIRST);
    assertThatThrownBy(() -> exactness.inexact(MOVED))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Worker 1 computes other bits on c")
        .hasMessageContaining("train.exact=warn");
  }

  @Test
  void strictAlsoHoldsAcrossAResume() {
    Exactness resumed = new Exactness(Exact.STRICT, Map.of(0, 7L, 1, 7L));
    assertThatThrownBy(() -> resumed.inexact(MOVED)).hasMessageContaining("Worker 1");
  }

  @Test
  void warnNamesTheWorkersOnceAndGoesOn() {
    Exactness exactness = new Exactness(Exact.WARN, Map.of());
    exactness.inexact(FIRST);
    assertThat(exactness.inexact(MOVED)).containsExactly(1);
    assertThat(exactness.inexact(MOVED)).as("from now on it computes these").isEmpty();
  }

  private static WorkerReport on(String host, int worker, long probe) {
    return new WorkerReport(
        worker, 1, 1, new WorkerTimes(0, 0, 1, 0), host, probe, List.of(), null);
  }
}
