package org.logoformer.jobs.sweep.page;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.logoformer.jobs.picture.Dimension;
import org.logoformer.jobs.sweep.space.Scale;

/**
 * A key that was searched.
 *
 * @param values that trials have, without repetition, numbers rising
 */
record SearchedAxis(String key, Scale scale, List<String> values) {
  /** Where a grid's numbers span such a factor, their magnitudes matter. */
  private static final double MAGNITUDE = 10;

  /**
   * The axes of the trials, in the order of their settings.
   *
   * @param scales those that are known; numbers of the others tell theirs
   */
  static List<SearchedAxis> of(List<TrialRow> trials, Map<String, Scale> scales) {
    return trials.stream()
        .flatMap(t -> t.settings().keySet().stream())
        .distinct()
        .map(key -> of(key, trials, scales))
        .toList();
  }

  private static SearchedAxis of(String key, List<TrialRow> trials, Map<String, Scale> scales) {
    List<String> values =
        trials.stream()
            .map(t -> t.value(key))
            .filter(v -> !v.isEmpty())
            .distinct()
            .sorted(
                Comparator.comparingDouble(SearchedAxis::number)
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    Scale scale = scales.containsKey(key) ? scales.get(key) : scale(values);
    boolean unset = trials.stream().anyMatch(t -> t.value(key).isEmpty());
    // Beside numbers there is no room for those that have none: few numbers make categories.
    return new SearchedAxis(key, unset && values.size() <= 6 ? Scale.CATEGORIES : scale, values);
  }

  private static Scale scale(List<String> values) {
    double[] numbers = values.stream().mapToDouble(SearchedAxis::number).toArray();
    if (values.stream().anyMatch(v -> Double.isNaN(number(v)))) {
      return Scale.CATEGORIES;
    }
    double low = numbers[0];
    double high = numbers[numbers.length - 1];
    return low > 0 && high / low >= MAGNITUDE ? Scale.LOGARITHMIC : Scale.LINEAR;
  }

  /** NaN for a text that is no number. */
  static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** For a picture of these trials. */
  Dimension dimension(List<TrialRow> trials) {
    List<String> texts = trials.stream().map(t -> t.value(key)).toList();
    double[] numbers = texts.stream().mapToDouble(SearchedAxis::number).toArray();
    return switch (scale) {
      case LINEAR -> Dimension.linear(key, numbers);
      case LOGARITHMIC -> Dimension.logarithmic(key, numbers);
      case CATEGORIES -> Dimension.categories(key, values, texts);
    };
  }
}
