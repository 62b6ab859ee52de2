package org.logoformer.jobs.report;

import java.util.List;
import java.util.Locale;

/** Mean and sample standard deviation over folds; the deviation of one value is NaN. */
record Spread(double mean, double deviation) {
  static Spread of(List<Double> values) {
    int n = values.size();
    double mean = values.stream().mapToDouble(v -> v).sum() / n;
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1)));
  }

  /** In percent: {@code 54.21 ± 0.80}. */
  String percent() {
    return Double.isNaN(deviation)
        ? Html.percent(mean)
        : String.format(Locale.ROOT, "%.2f ± %.2f", 100 * mean, 100 * deviation);
  }
}
