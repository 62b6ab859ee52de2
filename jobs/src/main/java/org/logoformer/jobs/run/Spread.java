package org.logoformer.jobs.run;

import java.util.List;

/**
 * Mean over folds and sample standard deviation.
 *
 * @param deviation NaN for one value
 */
public record Spread(double mean, double deviation) {
  /** The spread of some values. */
  public static Spread of(List<Double> values) {
    // In this order and not by DoubleStream.sum, which compensates: metrics.json keeps every bit.
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / values.size();
    if (values.size() < 2) {
      return new Spread(mean, Double.NaN);
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return new Spread(mean, Math.sqrt(squares / (values.size() - 1)));
  }
}
