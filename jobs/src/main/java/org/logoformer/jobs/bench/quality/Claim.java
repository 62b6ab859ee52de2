package org.logoformer.jobs.bench.quality;

import java.util.List;

/**
 * An ordering: the setting called {@code with} is better than the one called {@code without}.
 *
 * @param name of the claim
 */
record Claim(String name, String with, String without) {
  /** Of settings that are told apart by their names. */
  static Claim over(String with, String without) {
    return new Claim(with + "-over-" + without, with, without);
  }

  /** What the trainings say of it. */
  String line(List<Series> series) {
    Interval gain = Series.find(series, with).minus(Series.find(series, without));
    return "claim %s difference=%s verdict=%s".formatted(name, gain.signed(), verdict(gain));
  }

  private static String verdict(Interval gain) {
    if (gain.isAboveZero()) {
      return "holds";
    }
    return gain.isBelowZero() ? "contradicted" : "noise";
  }
}
