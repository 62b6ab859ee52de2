package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.logoformer.config.LogoConfig;

/**
 * A setting trained from several seeds.
 *
 * @param what the setting
 * @param settings what it adds to the settings that all have in common
 * @param figures in the order of the seeds
 */
record Series(String what, List<String> settings, List<Figures> figures) {
  /** The settings of trainings that were listed by seed, in the order of the first seed. */
  static List<Series> of(List<Training> trainings, List<Figures> figures) {
    Map<String, Series> byName = new LinkedHashMap<>();
    for (int i = 0; i < trainings.size(); i++) {
      Training training = trainings.get(i);
      byName
          .computeIfAbsent(
              training.what(), what -> new Series(what, training.settings(), new ArrayList<>()))
          .figures
          .add(figures.get(i));
    }
    return List.copyOf(byName.values());
  }

  /** The setting of this name. */
  static Series find(List<Series> all, String what) {
    return all.stream().filter(s -> s.what.equals(what)).findFirst().orElseThrow();
  }

  /** This setting on another base. */
  Training on(LogoConfig base) {
    return Training.of(what, base, settings.toArray(String[]::new));
  }

  /** Test UAR; NaN if a training diverged. */
  Interval uar() {
    return interval(Figures::pooled);
  }

  /** Test UAR minus that of {@code other}, paired by seed. */
  Interval minus(Series other) {
    return Interval.of(
        IntStream.range(0, figures.size())
            .mapToDouble(i -> figures.get(i).pooled() - other.figures.get(i).pooled())
            .toArray());
  }

  /** Trainings that left the finite numbers. */
  long diverged() {
    return figures.stream().filter(Figures::isDiverged).count();
  }

  String uarText() {
    return diverged() > 0
        ? "%d of %d diverged".formatted(diverged(), figures.size())
        : uar().text();
  }

  String worstText() {
    double worst = figures.stream().mapToDouble(Figures::pooled).min().orElse(Double.NaN);
    return String.format(Locale.ROOT, "%.3f", worst);
  }

  String dropText() {
    return interval(Figures::drop).text();
  }

  /** Mean seconds of an epoch of training, of the seeds for which they were noted. */
  String epochText() {
    OptionalDouble mean =
        figures.stream()
            .mapToDouble(Figures::epochSeconds)
            .filter(seconds -> !Double.isNaN(seconds))
            .average();
    return mean.isPresent() ? String.format(Locale.ROOT, "%.1f", mean.getAsDouble()) : "-";
  }

  private Interval interval(ToDoubleFunction<Figures> value) {
    return Interval.of(figures.stream().mapToDouble(value).toArray());
  }
}
