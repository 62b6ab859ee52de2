package org.logoformer.jobs.bench.kernels;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logo bench kernels}: single operations, by JMH. */
@Command(
    name = "kernels",
    description = "Measures single kernel operations on oneDNN and on ND4J, by JMH.")
public final class KernelsBench implements Runnable {
  @Parameters(
      arity = "0..1",
      paramLabel = "REGEX",
      description = "Operations whose name contains it, such as Convolution.*forward.")
  private String regex = ".*";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "OpenMP threads of an operation (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Measured iterations, after as many to warm up (default: ${DEFAULT-VALUE}).")
  private int iterations = 3;

  @Option(
      names = "--seconds",
      defaultValue = "1",
      paramLabel = "S",
      description = "Length of an iteration (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "Processes per operation; 0: this one (default: ${DEFAULT-VALUE}).")
  private int forks = 1;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    KernelScore.table(KernelRun.of(regex, threads, iterations, seconds, forks))
        .forEach(out::println);
    out.flush();
  }
}
