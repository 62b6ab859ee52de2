package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.Precision;

/**
 * One training of a comparison.
 *
 * @param what tells it from the others of the same seed
 * @param settings what it changes of what all have in common
 * @param config all it depends on
 */
record Training(String what, List<String> settings, LogoConfig config) {
  /** {@code base} with some settings. */
  static Training of(String what, LogoConfig base, String... settings) {
    return new Training(what, List.of(settings), base.with(settings));
  }

  /**
   * Every setting with every seed, by seed, so that a part of them can be compared already.
   *
   * @param seeds how many, from {@code run.seed} on
   */
  static List<Training> all(LogoConfig base, List<Integer> frequencies, int seeds) {
    return bySeed(
        base,
        seeds,
        seeded ->
            Choice.all(frequencies).stream()
                .filter(Choice::isPooled)
                .map(c -> Training.of(c.training(), seeded, c.arguments(seeded.train().outer())))
                .toList());
  }

  /**
   * The trainings that {@code each} makes of every seed.
   *
   * @param seeds how many, from {@code run.seed} on
   */
  static List<Training> bySeed(
      LogoConfig base, int seeds, Function<LogoConfig, List<Training>> each) {
    List<Training> all = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      all.addAll(each.apply(base.with("run.seed=" + (base.run().seed() + i))));
    }
    return all;
  }

  long seed() {
    return config.run().seed();
  }

  Precision precision() {
    return config.train().precision();
  }

  @Override
  public String toString() {
    return "%s seed=%d precision=%s".formatted(what, seed(), precision().label());
  }
}
