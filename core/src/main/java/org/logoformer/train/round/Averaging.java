package org.logoformer.train.round;

import java.util.List;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.error.DivergedException;
import org.logoformer.train.state.Contribution;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.Reduction;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.Statistics;
import org.logoformer.train.state.TrainingState;

/** How the results of all workers become the next state. */
public final class Averaging {
  /** The mean as it is. */
  public static final Outer PLAIN = new Outer(OuterKind.NONE, 1, 0);

  private final Statistics statistics;
  private final OuterOptimiser outer;

  /**
   * @param ranges where the parameters hold what is not trained
   */
  public Averaging(List<StatisticRange> ranges, Outer outer) {
    this.statistics = new Statistics(ranges);
    this.outer = new OuterOptimiser(outer);
  }

  /**
   * The state after a round.
   *
   * @param start the state the round began with; what did not travel is taken from it
   * @param mean the weighted mean of {@link WorkerResult#state}
   * @param pooled the pooled {@link WorkerResult#statistics}
   * @param steps of the round
   * @throws DivergedException if the outer optimiser left the finite numbers
   */
  public TrainingState next(TrainingState start, FlatVector mean, FlatVector pooled, int steps) {
    int parameters = start.parameters().length();
    FlatVector updater =
        mean.length() == parameters ? start.updater() : mean.slice(parameters, mean.length());
    FlatVector averaged = mean.slice(0, parameters);
    OuterOptimiser.Stepped stepped = outer.step(start.parameters(), averaged, start.outer());
    if (!stepped.parameters().isFinite()) {
      throw new DivergedException(
          "Training diverged: the outer step after step %d left the finite numbers; the last checkpoint is intact. Lower train.outer.lr or train.outer.momentum."
              .formatted(start.position().step() + steps));
    }
    return new TrainingState(
        statistics.scatter(statistics.withAveraged(stepped.parameters(), averaged), pooled),
        updater,
        withoutStatistics(stepped.momentum(), pooled),
        start.position().afterRound(steps));
  }

  /** Statistics are pooled and what a loss keeps is averaged: neither is optimised. */
  private FlatVector withoutStatistics(FlatVector momentum, FlatVector pooled) {
    if (momentum.length() == 0) {
      return momentum;
    }
    FlatVector zeros = FlatVector.fill(momentum.type(), new double[momentum.length()]);
    return statistics.scatter(
        statistics.withAveraged(momentum, zeros), zeros.slice(0, pooled.length()));
  }

  /** The state after a round whose results are all here, in worker order. */
  public TrainingState next(TrainingState start, List<WorkerResult> results, int steps) {
    List<Contribution> states =
        results.stream().map(r -> new Contribution(r.report().examples(), r.state())).toList();
    List<Contribution> pooled =
        results.stream().map(r -> new Contribution(r.report().examples(), r.statistics())).toList();
    return next(start, Reduction.mean(states), Statistics.pool(pooled), steps);
  }
}
