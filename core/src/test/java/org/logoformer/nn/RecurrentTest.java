package org.logoformer.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.tensor.Tensor;

class RecurrentTest {
  private static final int HIDDEN = 5;

  /** Two layers over rows of pixels. */
  private record Rows(Cell cell) implements Stage {
    @Override
    public String name() {
      return "recurrence";
    }

    @Override
    public boolean clipByClip() {
      return true;
    }

    @Override
    public long[] shape(long... x) {
      return new long[] {x[0], x[1] * HIDDEN};
    }

    @Override
    public Layer build(Scope scope, Tensor x, Tensor y) {
      return new Layer(scope) {
        private final Tensor rows = x.reshape(x.size(0), x.size(1), x.size(2) * x.size(3) * 3);
        private final Recurrent first = thenPart(new Recurrent(scope, cell, 0, rows, HIDDEN + 2));
        private final Recurrent second = thenPart(new Recurrent(scope, cell, 1, first.y(), HIDDEN));

        {
          then(kernels().copy(second.y(), y.reshape(y.size(0), x.size(1), HIDDEN)));
        }

        @Override
        public void differentiate(Tensor dy, Tensor dx) {
          Tensor dFirst = scope().allocate(first.y().shape());
          Tensor dRows = scope().allocateLike(rows);
          backPart(second).differentiate(dy.reshape(dy.size(0), x.size(1), HIDDEN), dFirst);
          backPart(first).differentiate(dFirst, dRows);
        }
      };
    }
  }

  @Test
  void gatedRecurrentUnitsHaveTheGradientsOfTheirDifferences() {
    check(Cell.GRU);
  }

  @Test
  void longShortTermMemoryHasTheGradientsOfItsDifferences() {
    check(Cell.LSTM);
  }

  private static void check(Cell cell) {
    Blueprint blueprint = new Blueprint(3, 2, List.of(new Rows(cell)), "fc", 7);
    assertThat(Inventory.layout(blueprint).parameter("recurrence.weight_ih_l1").shape())
        .containsExactly((long) cell.gates() * HIDDEN, HIDDEN + 2);
    try (Bench bench = Bench.of(blueprint)) {
      assertThat(bench.checkNetwork(3))
          .contains(
              "recurrence.weight_ih_l0",
              "recurrence.weight_hh_l1",
              "recurrence.bias_ih_l1",
              "recurrence.bias_hh_l0")
          .hasSize(10);
    }
  }
}
