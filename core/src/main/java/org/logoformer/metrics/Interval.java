package org.logoformer.metrics;

/**
 * Where a figure lies with a confidence of {@link Bootstrap#LEVEL}; NaN if nobody can tell.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {
  /** Of no clips. */
  public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);
}
