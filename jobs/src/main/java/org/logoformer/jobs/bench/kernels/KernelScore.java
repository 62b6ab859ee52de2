package org.logoformer.jobs.bench.kernels;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;

/**
 * How long one operation takes on one implementation.
 *
 * @param operation such as {@code Convolution.forward(layer1)}
 * @param kernels the implementation
 */
record KernelScore(String operation, String kernels, double milliseconds) {
  /** What JMH measured. */
  static KernelScore of(RunResult result) {
    return new KernelScore(
        result.getParams().getParam("operation"),
        result.getParams().getParam("kernels"),
        result.getPrimaryResult().getScore());
  }

  /** A line per operation, its implementations side by side. */
  static List<String> table(Collection<KernelScore> scores) {
    Map<String, String> lines = new TreeMap<>();
    for (KernelScore score : scores) {
      String column =
          String.format(Locale.ROOT, " %s-ms=%.3f", score.kernels(), score.milliseconds());
      lines.merge(score.operation(), "kernel " + score.operation() + column, (a, b) -> a + column);
    }
    return List.copyOf(lines.values());
  }
}
