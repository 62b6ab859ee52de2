package org.logoformer.jobs.bench.kernels;

import java.util.List;
import org.logoformer.error.ClusterException;
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
   * Scores of the benchmarks whose name contains {@code regex}.
   *
   * @param threads OpenMP threads of an operation
   * @param iterations measured ones, after as many to warm up
   * @param seconds length of an iteration
   * @param forks processes per benchmark; 0: this one
   * @throws ClusterException if a benchmark fails
   */
  static List<KernelScore> of(
      String regex, int threads, int iterations, double seconds, int forks) {
    TimeValue iteration = TimeValue.milliseconds(Math.round(1e3 * seconds));
    OptionsBuilder options = new OptionsBuilder();
    options.include(Kit.class.getPackageName() + ".*" + regex);
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
