package org.logoformer.jobs.bench.quality;

import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A mean over seeds with its 95 % confidence interval by Student's t.
 *
 * @param half half the width of the interval; NaN for a single value, which tells nothing about
 *     itself
 */
record Interval(double mean, double half) {
  private static final double QUANTILE = 0.975;

  /** Of at least one value; NaN throughout if one of them is. */
  static Interval of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("No values have no mean");
    }
    double mean = StatUtils.mean(values);
    if (values.length == 1) {
      return new Interval(mean, Double.NaN);
    }
    double error = Math.sqrt(StatUtils.variance(values) / values.length);
    double t = new TDistribution(null, values.length - 1).inverseCumulativeProbability(QUANTILE);
    return new Interval(mean, t * error);
  }

  double low() {
    return mean - half;
  }

  double high() {
    return mean + half;
  }

  /** Whether all of it lies above zero. */
  boolean isAboveZero() {
    return low() > 0;
  }

  /** Whether all of it lies below zero. */
  boolean isBelowZero() {
    return high() < 0;
  }

  /** As a value, such as {@code 0.850 +- 0.635}. */
  String text() {
    return String.format(Locale.ROOT, "%.3f +- %.3f", mean, half);
  }

  /** As {@link #signed}, called noise where zero lies inside. */
  String judged() {
    return isAboveZero() || isBelowZero() || Double.isNaN(mean) ? signed() : signed() + " noise";
  }

  /** As a difference, such as {@code +0.012 [-0.003, +0.027]}. */
  String signed() {
    return Double.isNaN(mean)
        ? "-"
        : String.format(Locale.ROOT, "%+.3f [%+.3f, %+.3f]", mean, low(), high());
  }
}
