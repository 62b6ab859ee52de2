package org.logoformer.jobs.bench.soak;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Where a quantity is going: the straight line through the last half of its samples, for before
 * that caches fill and code is compiled.
 *
 * @param mean of the last half
 * @param growth from the beginning of the last half to its end, along the line
 */
record Trend(double mean, double growth) {
  /** Of samples at equal distances; not empty. */
  static Trend of(List<Double> samples) {
    List<Double> half = samples.subList(samples.size() / 2, samples.size());
    double mean = half.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    SimpleRegression line = new SimpleRegression();
    IntStream.range(0, half.size()).forEach(i -> line.addData(i, half.get(i)));
    // A single sample makes no line.
    return new Trend(mean, half.size() < 2 ? 0 : line.getSlope() * (half.size() - 1));
  }

  /** Growth as a share of the mean; 0 where there is nothing and it stays so. */
  double share() {
    return growth == 0 ? 0 : growth / mean;
  }
}
