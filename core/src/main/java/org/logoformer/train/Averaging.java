package org.logoformer.train;

import java.util.List;

/** How the results of all workers become the next state. */
public final class Averaging {
  private final Statistics statistics;

  /**
   * @param ranges where the parameters hold running statistics
   */
  public Averaging(List<StatisticRange> ranges) {
    this.statistics = new Statistics(ranges);
  }

  /**
   * The state after a round.
   *
   * @param start the state the round began with; what did not travel is taken from it
   * @param mean the weighted mean of {@link WorkerResult#state}
   * @param pooled the pooled {@link WorkerResult#statistics}
   * @param steps of the round
   */
  public TrainingState next(TrainingState start, FlatVector mean, FlatVector pooled, int steps) {
    int parameters = start.parameters().length();
    FlatVector updater =
        mean.length() == parameters ? start.updater() : mean.slice(parameters, mean.length());
    return new TrainingState(
        statistics.scatter(mean.slice(0, parameters), pooled),
        updater,
        start.position().afterRound(steps));
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
