package org.logoformer.jobs.bench.quality;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Figures of all trainings by choice.
 *
 * @param frequencies H of all trainings, smallest first
 * @param series those of {@link Choice#training}, with the same seeds
 */
record Results(List<Integer> frequencies, List<Series> series) {
  int seeds() {
    return series.get(0).figures().size();
  }

  /** Trainings that left the finite numbers. */
  long diverged(Choice choice) {
    return of(choice).diverged();
  }

  /** Test UAR; NaN if a training diverged. */
  Interval uar(Choice choice) {
    return Interval.of(values(choice));
  }

  /** Test UAR of {@code choice} minus that of {@code other}, paired by seed. */
  Interval difference(Choice choice, Choice other) {
    return difference(List.of(choice), c -> other);
  }

  /** As {@link #difference}, over all seeds of several choices together. */
  Interval difference(List<Choice> choices, UnaryOperator<Choice> other) {
    return Interval.of(
        choices.stream().flatMapToDouble(c -> differences(c, other.apply(c))).toArray());
  }

  private DoubleStream differences(Choice choice, Choice other) {
    double[] first = values(choice);
    double[] second = values(other);
    return IntStream.range(0, first.length).mapToDouble(i -> first[i] - second[i]);
  }

  private double[] values(Choice choice) {
    return of(choice).figures().stream().mapToDouble(f -> f.uar(choice.normalisation())).toArray();
  }

  private Series of(Choice choice) {
    return Series.find(series, choice.training());
  }
}
