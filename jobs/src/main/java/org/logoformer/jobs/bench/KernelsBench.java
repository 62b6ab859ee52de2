package org.logoformer.jobs.bench;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.kernels.Kit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
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
      table(new Runner(options.build()).run(), out);
    } catch (RunnerException e) {
      throw new ClusterException("JMH failed: " + e.getMessage(), e);
    }
  }

  /** A line per operation with its implementations side by side. */
  static void table(Collection<RunResult> results, PrintWriter out) {
    Map<String, Map<String, Double>> rows = new TreeMap<>();
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      rows.computeIfAbsent(name(params), n -> new TreeMap<>())
          .put(params.getParam("kernels"), result.getPrimaryResult().getScore());
    }
    if (rows.isEmpty()) {
      throw new ConfigException("No benchmark has such a name: without a name, all are run");
    }
    rows.forEach(
        (name, milliseconds) -> {
          StringBuilder line = new StringBuilder("kernel " + name);
          milliseconds.forEach(
              (kernels, ms) -> line.append(String.format(Locale.ROOT, " %s-ms=%.3f", kernels, ms)));
          out.println(line);
        });
    out.flush();
  }

  /** Such as {@code Convolution.forward(LAYER1)}. */
  private static String name(BenchmarkParams params) {
    String full = params.getBenchmark();
    String name = full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
    StringBuilder of = new StringBuilder();
    for (String key : params.getParamsKeys()) {
      if (!key.equals("kernels") && !key.equals("threads")) {
        of.append('(').append(params.getParam(key).toLowerCase(Locale.ROOT)).append(')');
      }
    }
    return name.replace("Benchmark.", ".") + of;
  }
}
