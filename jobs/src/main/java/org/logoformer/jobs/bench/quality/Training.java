package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.Precision;

/**
 * One training of a comparison.
 *
 * @param config all it depends on
 */
record Training(LogoConfig config) {
  /**
   * Every setting with every seed, by seed: what is there after a part of them can be compared.
   *
   * @param seeds how many, from {@code run.seed} on
   */
  static List<Training> all(LogoConfig base, List<Integer> frequencies, int seeds) {
    List<Training> all = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      long seed = base.run().seed() + i;
      Setting.all(frequencies).forEach(s -> all.add(new Training(s.applied(base, seed))));
    }
    return all;
  }

  Setting setting() {
    return Setting.of(config.train());
  }

  long seed() {
    return config.run().seed();
  }

  Precision precision() {
    return config.train().precision();
  }

  @Override
  public String toString() {
    return "%s seed=%d precision=%s".formatted(setting(), seed(), precision().label());
  }
}
