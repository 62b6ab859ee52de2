package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Figures of all trainings, by setting and in the order of the seeds. */
final class Results {
  private final Map<Setting, List<Figures>> bySetting = new LinkedHashMap<>();

  /**
   * @param trainings every setting with the same seeds, by seed
   * @param figures of each
   */
  static Results of(List<Training> trainings, List<Figures> figures) {
    Results results = new Results();
    for (int i = 0; i < trainings.size(); i++) {
      results
          .bySetting
          .computeIfAbsent(trainings.get(i).setting(), s -> new ArrayList<>())
          .add(figures.get(i));
    }
    return results;
  }

  int seeds() {
    return bySetting.values().stream().mapToInt(List::size).min().orElse(0);
  }

  /** H of all trainings, smallest first. */
  List<Integer> frequencies() {
    return bySetting.keySet().stream().map(Setting::frequency).distinct().sorted().toList();
  }

  /** Trainings that left the finite numbers. */
  long diverged(Choice choice) {
    return bySetting.get(choice.setting()).stream().filter(Figures::isDiverged).count();
  }

  /** Test UAR; NaN if a training diverged. */
  Interval uar(Choice choice) {
    return Interval.of(values(choice));
  }

  /** Test UAR of {@code choice} minus that of {@code other}, paired by seed. */
  Interval difference(Choice choice, Choice other) {
    return Interval.of(differences(choice, other));
  }

  private double[] differences(Choice choice, Choice other) {
    double[] first = values(choice);
    double[] second = values(other);
    double[] differences = new double[first.length];
    for (int i = 0; i < first.length; i++) {
      differences[i] = first[i] - second[i];
    }
    return differences;
  }

  /** As {@link #difference}, over all seeds of several choices together. */
  Interval difference(List<Choice> choices, UnaryOperator<Choice> other) {
    return Interval.of(
        choices.stream()
            .flatMapToDouble(c -> Arrays.stream(differences(c, other.apply(c))))
            .toArray());
  }

  private double[] values(Choice choice) {
    return bySetting.get(choice.setting()).stream()
        .mapToDouble(f -> f.uar(choice.normalisation()))
        .toArray();
  }
}
