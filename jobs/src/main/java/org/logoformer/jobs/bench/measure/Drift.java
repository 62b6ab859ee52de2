package org.logoformer.jobs.bench.measure;

import java.util.List;

/**
 * How a quantity moved over time that should stay the same.
 *
 * @param start median of the first samples
 * @param end median of the last samples
 * @param largest of the distances between a sample and the start, as a share of the start
 */
public record Drift(double start, double end, double largest) {
  /** Samples at each end that are summed up by their median, as a share of all. */
  private static final int SHARE = 10;

  /** Of samples taken at equal distances; not empty. */
  public static Drift of(List<Double> samples) {
    int few = Math.max(1, samples.size() / SHARE);
    double start = Blocks.median(samples.subList(0, few));
    double end = Blocks.median(samples.subList(samples.size() - few, samples.size()));
    double largest =
        samples.stream().mapToDouble(s -> share(s, start)).map(Math::abs).max().orElse(0);
    return new Drift(start, end, largest);
  }

  /** What was gained or lost between the ends, as a share of the start. */
  public double net() {
    return share(end, start);
  }

  /** Whether the net drift stays within {@code share} either way. */
  public boolean isFlat(double share) {
    return Math.abs(net()) <= share;
  }

  private static double share(double value, double start) {
    return start == 0 ? (value == 0 ? 0 : Double.POSITIVE_INFINITY) : (value - start) / start;
  }
}
