package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import picocli.CommandLine.Option;

/** Trains the best and the worst setting of the small task again, as large as the quickstart. */
final class Confirmation {
  @Option(
      names = "--confirm",
      paramLabel = "N",
      description = {
        "Seeds from which the best and the worst setting are trained again at the size of",
        "conf/quickstart.conf; 0: not at all (default: ${DEFAULT-VALUE})."
      })
  private int seeds = 3;

  /**
   * A line for each of the two and one for their order.
   *
   * @param settings at least two
   */
  List<String> lines(TrainingOptions options, List<Series> settings) {
    if (seeds < 0) {
      throw new ConfigException("--confirm %d must not be negative".formatted(seeds));
    }
    if (seeds == 0) {
      return List.of();
    }
    ToDoubleFunction<Series> mean =
        s -> Double.isNaN(s.uar().mean()) ? Double.NEGATIVE_INFINITY : s.uar().mean();
    Series best = settings.stream().max(Comparator.comparingDouble(mean)).orElseThrow();
    Series worst = settings.stream().min(Comparator.comparingDouble(mean)).orElseThrow();
    LogoConfig base = options.quickstart();
    List<Training> trainings =
        Training.bySeed(base, seeds, seeded -> List.of(best.on(seeded), worst.on(seeded)));
    List<Series> large = Series.of(trainings, options.train(trainings, options.clips(base)));
    List<String> lines = new ArrayList<>();
    for (Series s : large) {
      lines.add("confirm %s: uar=%s".formatted(s.what(), s.uarText()));
    }
    if (large.size() == 2) {
      lines.add("confirm best - worst: %s".formatted(large.get(0).minus(large.get(1)).signed()));
    }
    return lines;
  }
}
