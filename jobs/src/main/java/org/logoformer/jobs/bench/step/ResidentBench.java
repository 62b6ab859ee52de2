package org.logoformer.jobs.bench.step;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.Footprint;
import org.logoformer.jobs.bench.measure.LogoProcess;
import org.logoformer.jobs.bench.measure.Shorthand;
import org.logoformer.jobs.bench.measure.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench rss}: the memory of a process that only trains. */
@Command(
    name = "rss",
    description = "Peak resident memory of this process after a few training steps.")
public final class ResidentBench implements Runnable {
  private static final Pattern LINE = Pattern.compile("(?m)^rss peak-bytes=(\\d+)$");

  @Mixin private ConfigOptions options;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Training steps (default: ${DEFAULT-VALUE}).")
  private int steps = 3;

  @Override
  public void run() {
    LogoConfig config = options.config(Shorthand::expand);
    Workload workload = Workload.of(config, config.train().batch());
    try (BenchNetwork network = new BenchNetwork(config, workload)) {
      for (int i = 0; i < steps; i++) {
        network.step();
      }
      options.out().println("rss peak-bytes=" + Footprint.peakResident());
    }
  }

  /** What this command measures in a process of its own, bytes. */
  static long ofOwnProcess(LogoConfig config) {
    List<String> line = new ArrayList<>(List.of("bench", "rss"));
    line.addAll(config.arguments());
    // Also where it is the default, which for a measurement is another.
    line.add("threads=" + config.train().threads());
    List<String> printed = new ArrayList<>();
    LogoProcess.run(config, line, printed::add);
    return parse(String.join("\n", printed));
  }

  /** The bytes in what this command printed. */
  public static long parse(String printed) {
    Matcher line = LINE.matcher(printed);
    if (!line.find()) {
      throw new ClusterException(
          "The process that measures its memory ended without a figure: '%s'".formatted(printed));
    }
    return Long.parseLong(line.group(1));
  }
}
