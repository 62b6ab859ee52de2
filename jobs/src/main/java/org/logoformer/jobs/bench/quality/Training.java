package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.config.LogoConfig;

/**
 * One training of the comparison.
 *
 * @param config all it depends on
 */
record Training(Setting setting, long seed, LogoConfig config) {
  /**
   * Every setting with every seed, by seed: what is there after a part of them can be compared.
   *
   * @param seeds how many, from {@code run.seed} on
   */
  static List<Training> all(LogoConfig base, List<Integer> frequencies, int seeds) {
    List<Training> all = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      long seed = base.run().seed() + i;
      Setting.all(frequencies).forEach(s -> all.add(new Training(s, seed, s.applied(base, seed))));
    }
    return all;
  }

  @Override
  public String toString() {
    return setting + " seed=" + seed;
  }
}
