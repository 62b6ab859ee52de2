package org.logoformer.jobs.bench.soak;

import java.util.List;

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
    double middle = (half.size() - 1) / 2.0;
    double common = 0;
    double spread = 0;
    for (int i = 0; i < half.size(); i++) {
      common += (i - middle) * (half.get(i) - mean);
      spread += (i - middle) * (i - middle);
    }
    return new Trend(mean, spread == 0 ? 0 : common / spread * (half.size() - 1));
  }

  /** Growth as a share of the mean; 0 where there is nothing and it stays so. */
  double share() {
    return growth == 0 ? 0 : growth / mean;
  }
}
