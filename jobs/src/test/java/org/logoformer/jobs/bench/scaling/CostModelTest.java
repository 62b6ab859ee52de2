package org.logoformer.jobs.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CostModelTest {
  private static final double EXACT = 1e-12;
  private static final Volume VOLUME = new Volume(1e6, 1e6);
  private static final CostModel MODEL = new CostModel(0.1, 0.01, 0.2, 1e-8, 0.02, 0.001);
  private static final Machines CLUSTER = new Machines.Separate(1.25e9);

  @Test
  void workersBeyondTheCoresShareThem() {
    RoundCost cost = MODEL.round(8, 3, VOLUME, new Machines.Shared(2));

    assertThat(cost.training()).isEqualTo((3 * 0.1 + 0.01) * 1.2 * 4, within(EXACT));
    assertThat(cost.exchange()).isEqualTo(3e6 * 1e-8 * 4, within(EXACT));
    assertThat(cost.latency()).isEqualTo(0.02 + 8 * 0.001, within(EXACT));
  }

  @Test
  void workersWithMachinesOfTheirOwnDisturbNobodyButUseTheNetwork() {
    RoundCost cost = MODEL.round(3, 2, VOLUME, new Machines.Separate(1e9));

    assertThat(cost.training()).isEqualTo(0.21, within(EXACT));
    // Two hops of the state, two thirds of a result between workers, one result to the driver.
    assertThat(cost.exchange()).isEqualTo(0.03 + (2 + 2 / 3.0 + 1) * 1e-3, within(EXACT));
  }

  @Test
  void onlyTheFirstBlockOfABroadcastIsPassedOnBeforeTheNextLeaves() {
    Machines link = new Machines.Separate(1e9);
    double block = 4 << 20;

    double small = link.wire(255, new Volume(block, 0));
    double large = link.wire(255, new Volume(11 * block, 0));

    assertThat(small).isEqualTo(8 * block / 1e9, within(EXACT));
    assertThat(large).isEqualTo(18 * block / 1e9, within(EXACT));
  }

  @Property
  void efficiencyRisesWithStepsAndFallsWithWorkers(
      @ForAll @IntRange(min = 2, max = 256) int workers,
      @ForAll @IntRange(min = 1, max = 64) int steps) {
    double here = MODEL.efficiency(workers, steps, VOLUME, CLUSTER);

    assertThat(here).isBetween(0.0, 1.0);
    assertThat(MODEL.efficiency(workers, steps + 1, VOLUME, CLUSTER)).isGreaterThan(here);
    assertThat(MODEL.efficiency(workers + 1, steps, VOLUME, CLUSTER)).isLessThan(here);
  }
}
