package org.logoformer.metrics;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Whether two classifiers err equally often on the same clips (McNemar, "Note on the sampling error
 * of the difference between correlated proportions or percentages", 1947). Only clips count that
 * one of them has right and the other wrong.
 *
 * @param onlyFirst clips that only the first has right
 * @param onlySecond clips that only the second has right
 */
public record McNemar(long onlyFirst, long onlySecond) {
  /** With fewer clips that count, the distribution is binomial and not yet chi-square. */
  public static final int FEW = 25;

  /** Whether {@link #p} is the exact binomial one. */
  public boolean isExact() {
    return onlyFirst + onlySecond < FEW;
  }

  /**
   * Chi-square with one degree of freedom and Edwards' continuity correction, (|b - c| - 1)^2 / (b
   * + c); NaN where no clip counts.
   */
  public double statistic() {
    double distance = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1);
    return distance * distance / (onlyFirst + onlySecond);
  }

  /** How probable a difference at least as large is among equals, two-sided; 1 without clips. */
  public double p() {
    if (!isExact()) {
      return 1 - new ChiSquaredDistribution(null, 1).cumulativeProbability(statistic());
    }
    int clips = (int) (onlyFirst + onlySecond);
    int fewer = (int) Math.min(onlyFirst, onlySecond);
    return Math.min(1, 2 * new BinomialDistribution(null, clips, 0.5).cumulativeProbability(fewer));
  }
}
