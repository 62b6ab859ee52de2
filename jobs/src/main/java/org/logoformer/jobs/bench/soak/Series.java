package org.logoformer.jobs.bench.soak;

import java.util.List;
import java.util.Locale;

/**
 * One quantity, sampled after every round.
 *
 * @param name of what holds it
 * @param limit that it must keep
 * @param samples in order, not empty
 */
public record Series(String name, Limit limit, List<Double> samples) {
  /** Whether the limit is kept. */
  public boolean holds() {
    return limit.holds(samples);
  }

  /** The first sample. */
  double first() {
    return samples.get(0);
  }

  /** The last sample. */
  double last() {
    return samples.get(samples.size() - 1);
  }

  /**
   * The series in one line.
   *
   * @param panel what it shows, with the unit
   */
  public String line(String panel) {
    Trend trend = Trend.of(samples);
    return String.format(
        Locale.ROOT,
        "soak %-60s first=%.1f last=%.1f mean=%.1f growth=%+.2f share=%+.2f%% limit=%s: %s",
        panel + ": " + name,
        first(),
        last(),
        trend.mean(),
        trend.growth(),
        100 * trend.share(),
        limit.text(),
        holds() ? "flat" : "GROWS");
  }
}
