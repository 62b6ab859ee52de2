package org.logoformer.jobs.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundTimes;

class RoundCostTest {
  @Test
  void everyPhaseButTheCheckpointIsCountedOnce() {
    Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      nanos.put(phase, phase == Phase.CHECKPOINT ? 1_000_000_000_000L : 1_000_000_000L);
    }

    RoundCost cost = RoundCost.of(new RoundTimes(nanos));

    assertThat(cost).isEqualTo(new RoundCost(3, 3, 1));
    assertThat(cost.seconds()).isEqualTo(Phase.values().length - 1);
  }

  @Test
  void aRoundThatWasHeldUpDoesNotMoveTheTypicalOne() {
    RoundCost typical = RoundCost.typical(costs(1, 2, 3, 100));

    assertThat(typical.training()).isEqualTo(2.5, within(1e-12));
    assertThat(typical.latency()).isEqualTo(5, within(1e-12));
  }

  @Test
  void theMedianIsOneOfThem() {
    assertThat(RoundCost.median(costs(7, 1, 5)).training()).isEqualTo(5);
    assertThat(RoundCost.median(costs(7, 1)).training()).isEqualTo(1);
  }

  @Test
  void theBytesOfARoundAreThoseOfOneWorker() {
    Volume volume = Volume.of(new RoundBytes(100, 50, 160), 4);

    assertThat(volume).isEqualTo(new Volume(100, 40));
    assertThat(volume.worker()).isEqualTo(180);
  }

  private static List<RoundCost> costs(double... training) {
    return DoubleStream.of(training).mapToObj(t -> new RoundCost(t, 0, 2 * t)).toList();
  }
}
