package org.logoformer.metrics;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Where a figure lies with a confidence of {@link Bootstrap#LEVEL}; NaN if nobody can tell.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {
  /** Share below the upper end. */
  private static final double UPPER = (1 + Bootstrap.LEVEL) / 2;

  /** Of no clips. */
  public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

  /**
   * Where the mean lies of what some independent values were drawn from, if that is normal
   * (Student, "The probable error of a mean", 1908): mean +- t s / sqrt(n) with n - 1 degrees of
   * freedom.
   *
   * @param values with fewer than two, or with a NaN, nobody can tell
   */
  public static Interval ofMean(double... values) {
    double error = squaredError(values);
    return around(mean(values), error, values.length - 1);
  }

  /**
   * Where the difference of two such means lies, first minus second, whatever their variances
   * (Welch, "The generalization of Student's problem when several different population variances
   * are involved", 1947).
   *
   * @param first with fewer than two, or with a NaN, nobody can tell
   * @param second alike
   */
  public static Interval ofDifference(double[] first, double[] second) {
    double one = squaredError(first);
    double other = squaredError(second);
    double freedom =
        (one + other)
            * (one + other)
            / (one * one / (first.length - 1) + other * other / (second.length - 1));
    double difference = mean(first) - mean(second);
    // Of equal values there is no doubt.
    return one + other == 0
        ? new Interval(difference, difference)
        : around(difference, one + other, freedom);
  }

  private static Interval around(double mean, double squaredError, double freedom) {
    if (Double.isNaN(squaredError)) {
      return UNKNOWN;
    }
    double t = new TDistribution(null, freedom).inverseCumulativeProbability(UPPER);
    double half = t * Math.sqrt(squaredError);
    return new Interval(mean - half, mean + half);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /** Of the mean; NaN of fewer than two values. */
  private static double squaredError(double[] values) {
    int n = values.length;
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return n < 2 ? Double.NaN : squares / (n - 1) / n;
  }
}
