package org.logoformer.jobs.bench.soak;

import java.util.List;
import java.util.Locale;

/** What a series must not do. */
public sealed interface Limit {
  /** Whether the samples, not empty, keep it. */
  boolean holds(List<Double> samples);

  /** For messages. */
  String text();

  /**
   * In its last half a quantity grows by no more than a share of itself.
   *
   * @param share such as 0.05
   */
  record Share(double share) implements Limit {
    @Override
    public boolean holds(List<Double> samples) {
      return Trend.of(samples).share() <= share;
    }

    @Override
    public String text() {
      return String.format(Locale.ROOT, "+%.1f %%", 100 * share);
    }
  }

  /** In its last half a number grows by less than one. */
  record Constant() implements Limit {
    @Override
    public boolean holds(List<Double> samples) {
      return Trend.of(samples).growth() < 1;
    }

    @Override
    public String text() {
      return "less than one more";
    }
  }

  /** There is nothing at any time. */
  record Nothing() implements Limit {
    @Override
    public boolean holds(List<Double> samples) {
      return samples.stream().allMatch(s -> s == 0);
    }

    @Override
    public String text() {
      return "none at any time";
    }
  }
}
