package org.logoformer.jobs.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.bench.table.Table;

class ScalingTablesTest {
  private static final Volume VOLUME = new Volume(1e6, 1e6);
  private static final Machines.Shared MACHINE = new Machines.Shared(2);
  private static final CostModel MODEL = new CostModel(0.1, 0, 0, 1e-8, 0.02, 0.001);

  @Test
  void onlyPredictedLinesHaveAnError() {
    ScalingTables tables =
        new ScalingTables(
            List.of(sample(1, 1, 2), sample(4, 1, 0.5), sample(8, 1, 1.25)),
            MODEL,
            VOLUME,
            MACHINE);

    assertThat(tables.errors()).hasSize(2);
    assertThat(tables.errors().get(0)).isEqualTo(0.2, within(1e-9));
    assertThat(tables.errors().get(1)).isEqualTo(1, within(1e-9));
    assertThat(tables.rounds().rows())
        .extracting(row -> row.get(0) + " " + row.get(7) + " " + row.get(8))
        .containsExactly("1 -50.0 fitted", "4 +100.0 predicted", "8 -20.0 predicted");
  }

  @Test
  void theEfficiencyOfACellIsThatOfItsRowAndColumn() {
    Machines cluster = new Machines.Separate(1e9);
    Table table = new ScalingTables(List.of(), MODEL, VOLUME, MACHINE).efficiency(cluster);

    assertThat(table.head()).startsWith("W", "H=1").endsWith("H=64");
    assertThat(table.rows()).hasSize(6);
    assertThat(table.rows().get(5)).startsWith("256");
    assertThat(Double.parseDouble(table.rows().get(5).get(4)))
        .isEqualTo(100 * MODEL.efficiency(256, 8, VOLUME, cluster), within(0.051));
  }

  /** Measured as the model has it, but for a factor. */
  private static Sample sample(int workers, int steps, double factor) {
    RoundCost cost = MODEL.round(workers, steps, VOLUME, MACHINE);
    return new Sample(
        workers,
        steps,
        new RoundCost(factor * cost.training(), factor * cost.exchange(), factor * cost.latency()),
        VOLUME);
  }
}
