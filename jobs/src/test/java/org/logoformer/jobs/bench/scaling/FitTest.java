package org.logoformer.jobs.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class FitTest {
  private static final Machines.Shared TWO_CORES = new Machines.Shared(2);
  private static final Volume VOLUME = new Volume(900_000, 910_000);
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-6);

  @Property
  void recoversTheCoefficientsOfItsOwnModel(
      @ForAll @Scale(12) @DoubleRange(min = 1e-3, max = 10) double step,
      @ForAll @Scale(12) @DoubleRange(min = 0, max = 0.1) double start,
      @ForAll @Scale(12) @DoubleRange(min = 0, max = 1) double contention,
      @ForAll @Scale(12) @DoubleRange(min = 1e-10, max = 1e-7) double perByte,
      @ForAll @Scale(12) @DoubleRange(min = 0, max = 0.1) double perRound,
      @ForAll @Scale(12) @DoubleRange(min = 0, max = 0.1) double perWorker) {
    CostModel model = new CostModel(step, start, contention, perByte, perRound, perWorker);

    CostModel fitted = new Fit(rounds(model, List.of(1, 2), List.of(1, 8)), TWO_CORES).model();

    assertClose(fitted, model, CostModel::step, step);
    assertClose(fitted, model, CostModel::start, step);
    assertClose(fitted, model, CostModel::contention, 1);
    assertClose(fitted, model, CostModel::perByte, perByte);
    assertClose(fitted, model, CostModel::perRound, 0.1);
    assertClose(fitted, model, CostModel::perWorker, 0.1);
  }

  @Test
  void predictsRoundsThatItHasNotSeen() {
    CostModel model = new CostModel(0.04, 0.003, 0.05, 2e-9, 0.02, 0.002);

    CostModel fitted = new Fit(rounds(model, List.of(1, 2), List.of(1, 8)), TWO_CORES).model();

    for (Sample unseen : rounds(model, List.of(4, 8), List.of(1, 3, 64))) {
      assertThat(fitted.round(unseen.workers(), unseen.steps(), VOLUME, TWO_CORES).seconds())
          .isCloseTo(unseen.cost().seconds(), ROUNDING);
    }
  }

  @Test
  void moreSamplesThanCoefficientsAreAveraged() {
    CostModel model = new CostModel(0.04, 0, 0, 2e-9, 0.02, 0.002);
    List<Sample> noisy = new ArrayList<>();
    int i = 0;
    Machines.Shared four = new Machines.Shared(4);
    for (Sample s : rounds(model, List.of(1, 2, 3, 4), List.of(1, 2, 4, 8), four)) {
      double off = (i++ + s.workers()) % 2 == 0 ? 1.05 : 0.95;
      RoundCost cost = s.cost();
      noisy.add(
          new Sample(
              s.workers(),
              s.steps(),
              new RoundCost(off * cost.training(), off * cost.exchange(), off * cost.latency()),
              s.volume()));
    }

    CostModel fitted = new Fit(noisy, four).model();

    assertThat(fitted.step()).isCloseTo(0.04, Percentage.withPercentage(3));
    assertThat(fitted.perByte()).isCloseTo(2e-9, Percentage.withPercentage(3));
    assertThat(fitted.perRound()).isCloseTo(0.02, Percentage.withPercentage(6));
  }

  @Test
  void whatCannotBeBelowZeroIsZero() {
    CostModel model = new CostModel(0.04, 0.001, 0, 2e-9, 0.02, 0);
    List<Sample> samples = new ArrayList<>(rounds(model, List.of(1), List.of(1, 8)));
    for (Sample s : rounds(model, List.of(2), List.of(1, 8))) {
      // By chance two workers were faster than one.
      RoundCost cost = s.cost();
      samples.add(
          new Sample(
              2,
              s.steps(),
              new RoundCost(0.98 * cost.training(), cost.exchange(), 0.9 * cost.latency()),
              VOLUME));
    }

    CostModel fitted = new Fit(samples, TWO_CORES).model();

    assertThat(fitted.contention()).isZero();
    assertThat(fitted.perWorker()).isZero();
    assertThat(fitted.perRound()).isCloseTo(0.019, within(1e-12));
  }

  @Test
  void aFitWithoutEnoughLinesIsRefused() {
    CostModel model = new CostModel(0.04, 0, 0, 2e-9, 0.02, 0);

    assertThatThrownBy(() -> new Fit(rounds(model, List.of(1, 2), List.of(8)), TWO_CORES))
        .hasMessageContaining("two of steps");
    assertThatThrownBy(() -> new Fit(rounds(model, List.of(1, 4), List.of(1, 8)), TWO_CORES))
        .hasMessageContaining("4 workers share 2 cores");
  }

  private static List<Sample> rounds(CostModel model, List<Integer> workers, List<Integer> steps) {
    return rounds(model, workers, steps, TWO_CORES);
  }

  private static List<Sample> rounds(
      CostModel model, List<Integer> workers, List<Integer> steps, Machines machine) {
    List<Sample> samples = new ArrayList<>();
    for (int w : workers) {
      for (int h : steps) {
        samples.add(new Sample(w, h, model.round(w, h, VOLUME, machine), VOLUME));
      }
    }
    return samples;
  }

  /** Relative to {@code size}, for a coefficient may be 0 among others that are not. */
  private static void assertClose(
      CostModel fitted, CostModel model, ToDoubleFunction<CostModel> coefficient, double size) {
    assertThat(coefficient.applyAsDouble(fitted))
        .isCloseTo(coefficient.applyAsDouble(model), within(1e-7 * size));
  }
}
