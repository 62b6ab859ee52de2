package org.logoformer.jobs.bench.kernels;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * A run of JMH, apart from the command: every process of this project loads the commands, but only
 * a benchmark has JMH on its class path.
 */
final class KernelRun {
  private KernelRun() {}

  /**
   * Scores of the operations whose name contains {@code regex}.
   *
   * @param threads OpenMP threads of an operation
   * @param iterations measured ones, after as many to warm up
   * @param seconds length of an iteration
   * @param forks processes per operation; 0: this one
   * @throws ConfigException if there is no such operation
   * @throws ClusterException if one fails
   */
  static List<KernelScore> of(
      String regex, int threads, int iterations, double seconds, int forks) {
    Predicate<String> asked = Pattern.compile(regex).asPredicate();
    String[] operations = Operations.names().stream().filter(asked).toArray(String[]::new);
    if (operations.length == 0) {
      throw new ConfigException(
          "No operation's name contains %s: they are %s"
              .formatted(regex, String.join(", ", Operations.names())));
    }
    TimeValue iteration = TimeValue.milliseconds(Math.round(1e3 * seconds));
    OptionsBuilder options = new OptionsBuilder();
    options.include(KernelBenchmark.class.getName());
    options.param("operation", operations);
    options.param("threads", Integer.toString(threads));
    options.warmupIterations(iterations).warmupTime(iteration);
    options.measurementIterations(iterations).measurementTime(iteration);
    options.forks(forks).shouldFailOnError(true);
    try {
      return new Runner(options.build()).run().stream().map(KernelScore::of).toList();
    } catch (RunnerException e) {
      throw new ClusterException("JMH failed: " + e.getMessage(), e);
    }
  }
}
