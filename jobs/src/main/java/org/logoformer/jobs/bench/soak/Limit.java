package org.logoformer.jobs.bench.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What a series must not do.
 *
 * @param text for messages
 * @param keeps whether samples, not empty, keep it
 */
public record Limit(String text, Predicate<List<Double>> keeps) {
  /** In its last half a number grows by less than one. */
  static final Limit CONSTANT =
      new Limit("less than one more", samples -> Trend.of(samples).growth() < 1);

  /** There is nothing at any time. */
  static final Limit NOTHING =
      new Limit("none at any time", samples -> samples.stream().allMatch(s -> s == 0));

  /**
   * In its last half a quantity grows by no more than a share of itself.
   *
   * @param share such as 0.05
   */
  static Limit share(double share) {
    return new Limit(
        String.format(Locale.ROOT, "+%.1f %%", 100 * share),
        samples -> Trend.of(samples).share() <= share);
  }

  /** Whether the samples, not empty, keep it. */
  boolean holds(List<Double> samples) {
    return keeps.test(samples);
  }
}
