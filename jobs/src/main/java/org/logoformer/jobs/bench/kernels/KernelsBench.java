package org.logoformer.jobs.bench.kernels;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.measure.TimingOptions;
import org.logoformer.kernels.Kernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logo bench kernels}: single operations, each on every implementation in turn. */
@Command(
    name = "kernels",
    description =
        "Measures single kernel operations on oneDNN, in f32 and, where the CPU has it, in bf16, and"
            + " on ND4J, in turn.")
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
      names = "--on",
      split = ",",
      defaultValue = "onednn,bf16,nd4j",
      paramLabel = "IMPLEMENTATION",
      description = "Some of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private List<Implementation> implementations;

  @Mixin private TimingOptions timing;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (String operation : matching(regex)) {
      out.println(
          line(operation, milliseconds(operation, implementations, threads, timing.blocks())));
      out.flush();
    }
  }

  /**
   * The operations whose name contains {@code regex}.
   *
   * @throws ConfigException if there is none
   */
  static List<String> matching(String regex) {
    List<String> matching =
        Operations.names().stream().filter(Pattern.compile(regex).asPredicate()).toList();
    if (matching.isEmpty()) {
      throw new ConfigException(
          "No operation's name contains %s: they are %s"
              .formatted(regex, String.join(", ", Operations.names())));
    }
    return matching;
  }

  /** Milliseconds of an operation by implementation, of those that this CPU has. */
  static Map<String, Double> milliseconds(
      String operation, List<Implementation> implementations, int threads, Blocks blocks) {
    List<Kernels> made = new ArrayList<>();
    try {
      Map<String, Runnable> turns = new LinkedHashMap<>();
      for (Implementation implementation : implementations) {
        if (implementation.isServed()) {
          Kernels kernels = implementation.make(threads);
          made.add(kernels);
          turns.put(implementation.toString(), Operations.make(operation, kernels)::run);
        }
      }
      Map<String, Double> milliseconds = blocks.time(turns);
      milliseconds.replaceAll((name, seconds) -> 1e3 * seconds);
      return milliseconds;
    } finally {
      made.forEach(Kernels::close);
    }
  }

  /** The implementations side by side. */
  static String line(String operation, Map<String, Double> milliseconds) {
    StringBuilder line = new StringBuilder("kernel ").append(operation);
    milliseconds.forEach(
        (kernels, ms) -> line.append(String.format(Locale.ROOT, " %s-ms=%.3f", kernels, ms)));
    return line.toString();
  }
}
