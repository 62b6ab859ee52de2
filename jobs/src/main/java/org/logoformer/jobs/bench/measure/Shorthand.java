package org.logoformer.jobs.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Short spellings of settings that every measurement wants: {@code batch=4}. */
public final class Shorthand {
  private static final String THREADS = "train.threads";
  private static final Map<String, String> KEYS =
      Map.of(
          "batch", "train.batch",
          "threads", THREADS,
          "precision", "train.precision",
          "kernels", "train.kernels");

  private Shorthand() {}

  /** The arguments with full keys; without a number of threads, all cores are used. */
  public static List<String> expand(List<String> arguments) {
    List<String> expanded = new ArrayList<>();
    for (String argument : arguments) {
      int equals = Math.max(0, argument.indexOf('='));
      String key = argument.substring(0, equals);
      expanded.add(KEYS.getOrDefault(key, key) + argument.substring(equals));
    }
    if (expanded.stream().noneMatch(argument -> argument.startsWith(THREADS + "="))) {
      expanded.add(THREADS + "=" + Runtime.getRuntime().availableProcessors());
    }
    return expanded;
  }
}
