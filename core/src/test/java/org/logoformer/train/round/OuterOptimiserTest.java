package org.logoformer.train.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.error.DivergedException;
import org.logoformer.train.plan.Position;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.api.buffer.DataType;

class OuterOptimiserTest {
  private static final FlatVector NOTHING = FlatVector.copyOf(null);

  @Property(tries = 500)
  void aRateOfOneWithoutMomentumIsTheMeanToTheLastBit(
      @ForAll @Size(8) List<Float> start,
      @ForAll @Size(8) List<Float> mean,
      @ForAll @Size(8) List<Float> momentum) {
    OuterOptimiser.Stepped stepped =
        nesterov(1, 0).step(floats(start), floats(mean), floats(momentum));
    assertThat(stepped.parameters()).isEqualTo(floats(mean));
  }

  @Test
  void aNegativeZeroStaysNegative() {
    FlatVector mean = FlatVector.of(-0.0, 0.0);
    assertThat(nesterov(1, 0).step(FlatVector.of(1, -1), mean, NOTHING).parameters())
        .isEqualTo(mean);
  }

  @Property(tries = 200)
  void severalStepsAreNesterovsRuleOnTheChangesOfTheRounds(
      @ForAll @DoubleRange(min = 0.1, max = 2) double lr,
      @ForAll @DoubleRange(min = 0, max = 0.99) double mu,
      @ForAll @Size(5) List<@DoubleRange(min = -10, max = 10) Double> changes) {
    OuterOptimiser outer = nesterov(lr, mu);
    double w = 3;
    double v = 0;
    FlatVector parameters = FlatVector.of(w);
    FlatVector momentum = NOTHING;
    for (double d : changes) {
      FlatVector mean = FlatVector.of(parameters.at(0) - d);
      OuterOptimiser.Stepped stepped = outer.step(parameters, mean, momentum);
      parameters = stepped.parameters();
      momentum = stepped.momentum();
      v = mu * v + d;
      w -= lr * (d + mu * v);
      assertThat(parameters.at(0)).isEqualTo(w, within(1e-9));
      assertThat(momentum.at(0)).isEqualTo(v, within(1e-9));
    }
  }

  @Test
  void withoutAnOuterOptimiserThereIsNoMomentum() {
    OuterOptimiser none = new OuterOptimiser(Averaging.PLAIN);
    OuterOptimiser.Stepped stepped = none.step(FlatVector.of(1), FlatVector.of(2), NOTHING);
    assertThat(stepped.parameters()).isEqualTo(FlatVector.of(2));
    assertThat(stepped.momentum().length()).isZero();
  }

  @Test
  void statisticsArePooledAndHaveNoMomentum() {
    Averaging averaging =
        new Averaging(
            List.of(new StatisticRange(1, 2, 1)), new Outer(OuterKind.NESTEROV, 0.5, 0.9));
    TrainingState start = new TrainingState(FlatVector.of(4, 0, 1), NOTHING, Position.START);
    TrainingState next = averaging.next(start, FlatVector.of(2, 10, 20), FlatVector.of(11, 21), 1);
    // w - lr (d + mu d) = 4 - 0.5 (2 + 1.8)
    assertThat(next.parameters().at(0)).isEqualTo(2.1, within(1e-12));
    assertThat(next.parameters().slice(1, 3)).isEqualTo(FlatVector.of(11, 21));
    assertThat(next.outer()).isEqualTo(FlatVector.of(2, 0, 0));
  }

  @Test
  void aStepOutOfTheFiniteNumbersStopsTraining() {
    Averaging averaging = new Averaging(List.of(), new Outer(OuterKind.NESTEROV, 1e30, 0));
    TrainingState start =
        new TrainingState(
            FlatVector.fill(DataType.FLOAT, new double[] {1e30}), NOTHING, Position.START);
    FlatVector mean = FlatVector.fill(DataType.FLOAT, new double[] {0});
    assertThatThrownBy(() -> averaging.next(start, mean, FlatVector.of(), 7))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("after step 7")
        .hasMessageContaining("train.outer.lr");
  }

  private static OuterOptimiser nesterov(double lr, double momentum) {
    return new OuterOptimiser(new Outer(OuterKind.NESTEROV, lr, momentum));
  }

  private static FlatVector floats(List<Float> values) {
    return FlatVector.fill(
        DataType.FLOAT, values.stream().mapToDouble(Float::doubleValue).toArray());
  }
}
