package org.logoformer.jobs.run;

import java.util.List;

/**
 * Mean and sample standard deviation over folds.
 *
 * @param deviation NaN for one value
 */
public record Spread(double mean, double deviation) {
  /** Mean and deviation of the given values. */
  public static Spread of(List<Double> values) {
    // DoubleStream.sum corrects rounding errors and would change the last bits in metrics.json.
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
