package org.logoformer.jobs.bench;

import java.io.PrintWriter;
import java.util.List;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.bench.kernels.Kit;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logo bench kernels}: single operations, by JMH. */
@Command(
    name = "kernels",
    description = "Measures single kernel operations on oneDNN and on ND4J, by JMH.",
    sortOptions = false)
final class KernelsBench implements Runnable {
  @Parameters(
      arity = "0..1",
      defaultValue = ".*",
      paramLabel = "REGEX",
      description = "Benchmarks whose name contains it, such as Convolution.*forward.")
  private String regex;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "OpenMP threads of an operation (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--iterations",
      defaultValue = "3",
      paramLabel = "N",
      description = "Measured iterations, after as many to warm up (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Option(
      names = "--seconds",
      defaultValue = "1",
      paramLabel = "S",
      description = "Length of an iteration (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--forks",
      defaultValue = "1",
      paramLabel = "N",
      description = "Processes per benchmark; 0: this one (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    TimeValue iteration = TimeValue.milliseconds(Math.round(1e3 * seconds));
    OptionsBuilder options = new OptionsBuilder();
    options.include(Kit.class.getPackageName() + ".*" + regex);
    options.param("threads", Integer.toString(threads));
    options.warmupIterations(iterations).warmupTime(iteration);
    options.measurementIterations(iterations).measurementTime(iteration);
    options.forks(forks).shouldFailOnError(true);
    try {
      List<KernelScore> scores =
          new Runner(options.build()).run().stream().map(KernelScore::of).toList();
      KernelScore.table(scores).forEach(out::println);
      out.flush();
    } catch (RunnerException e) {
      throw new ClusterException("JMH failed: " + e.getMessage(), e);
    }
  }
}
