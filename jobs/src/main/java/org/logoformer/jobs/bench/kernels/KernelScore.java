package org.logoformer.jobs.bench.kernels;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * How long one operation takes on one implementation.
 *
 * @param operation such as {@code Convolution.forward(layer1)}
 * @param kernels the implementation
 */
record KernelScore(String operation, String kernels, double milliseconds) {
  private static final String KERNELS = "kernels";
  private static final String THREADS = "threads";

  static KernelScore of(RunResult result) {
    BenchmarkParams params = result.getParams();
    Map<String, String> values = new TreeMap<>();
    params.getParamsKeys().forEach(key -> values.put(key, params.getParam(key)));
    return of(params.getBenchmark(), values, result.getPrimaryResult().getScore());
  }

  /**
   * By JMH's names.
   *
   * @param method full name of the benchmark's method
   * @param params by name
   */
  static KernelScore of(String method, Map<String, String> params, double milliseconds) {
    int ofClass = method.lastIndexOf('.', method.lastIndexOf('.') - 1);
    StringBuilder operation = new StringBuilder(method.substring(ofClass + 1));
    new TreeMap<>(params)
        .forEach(
            (key, value) -> {
              if (!key.equals(KERNELS) && !key.equals(THREADS)) {
                operation.append('(').append(value.toLowerCase(Locale.ROOT)).append(')');
              }
            });
    return new KernelScore(
        operation.toString().replace("Benchmark.", "."), params.get(KERNELS), milliseconds);
  }

  /** A line per operation, its implementations side by side. */
  static List<String> table(Collection<KernelScore> scores) {
    Map<String, StringBuilder> lines = new TreeMap<>();
    for (KernelScore score : scores) {
      lines
          .computeIfAbsent(score.operation(), name -> new StringBuilder("kernel " + name))
          .append(String.format(Locale.ROOT, " %s-ms=%.3f", score.kernels(), score.milliseconds()));
    }
    return lines.values().stream().map(StringBuilder::toString).toList();
  }
}
