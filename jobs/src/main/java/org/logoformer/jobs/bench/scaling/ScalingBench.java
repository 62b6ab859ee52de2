package org.logoformer.jobs.bench.scaling;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.bench.measure.OutputFile;
import org.logoformer.jobs.bench.table.Section;
import org.logoformer.jobs.dryrun.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code logo bench scaling}: how rounds grow with workers, and what a cluster would make of it.
 */
@Command(
    name = "scaling",
    description = {
      "Measures rounds of averaging that are Spark jobs (train.rounds=jobs) with executor processes of"
          + " one core each, at a constant batch per worker; fits a cost model to those that have a core each, predicts the others and"
          + " the efficiency of a cluster."
    },
    footer = {
      "",
      "train.batch is the batch of one worker. Without settings: the quickstart's network, 4 clips"
          + " a step."
    })
public final class ScalingBench implements Runnable {
  private static final String DEFAULTS =
      """
      model.preset = quickstart
      train.batch = 4
      spark.executor-memory = 768m
      """;

  @Mixin private ConfigOptions options;

  @Option(
      names = "--workers",
      split = ",",
      defaultValue = "1,2,4,8",
      paramLabel = "W",
      description = "Numbers of workers, among them 1 and 2 (default: ${DEFAULT-VALUE}).")
  private List<Integer> workers;

  @Option(
      names = "--steps",
      split = ",",
      defaultValue = "1,8",
      paramLabel = "H",
      description = "Local steps between averages, at least two (default: ${DEFAULT-VALUE}).")
  private List<Integer> steps;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds per repetition that count (default: ${DEFAULT-VALUE}).")
  private int rounds = 16;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Steps of each worker before that (default: ${DEFAULT-VALUE}).")
  private int warmUp = 64;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description = "Repetitions, of which the median counts (default: ${DEFAULT-VALUE}).")
  private int repetitions = 3;

  @Option(
      names = "--network",
      defaultValue = "10",
      paramLabel = "GBIT/S",
      description = "Links of the cluster whose efficiency is predicted (${DEFAULT-VALUE}).")
  private double network;

  @Option(names = "--out", paramLabel = "MARKDOWN", description = "Write the tables here too.")
  private Path out;

  private Console console;

  @Override
  public void run() {
    console = new Console(options.out());
    // Who is late is part of what is measured.
    LogoConfig config =
        options
            .config(DEFAULTS, "the defaults of bench scaling")
            .with("train.threads=1", "train.post-local-epochs=0", "train.stragglers=wait");
    if (options.isDryRun()) {
      new DryRun(config, options.out()).local();
      return;
    }
    Machines.Shared machine = new Machines.Shared(Runtime.getRuntime().availableProcessors());
    require(machine);
    console.line("%s", header(config, machine));
    List<Sample> samples =
        new ScalingRuns(config, workers, steps, repetitions, rounds, warmUp).measure(this::print);
    List<Section> sections = ScalingTables.of(samples, machine).sections(network);
    sections.forEach(section -> console.line("%n%s", section.text().stripTrailing()));
    if (out != null) {
      String title = "# bench scaling\n\n" + header(config, machine) + "\n\n";
      OutputFile.write(
          out,
          sections.stream().map(Section::markdown).collect(Collectors.joining("\n", title, "")));
    }
  }

  private void require(Machines.Shared machine) {
    if (!workers.containsAll(List.of(1, 2)) || steps.stream().distinct().count() < 2) {
      throw new ConfigException(
          "The model is fitted to 1 and 2 workers and at least two H, not to --workers %s --steps %s"
              .formatted(joined(workers), joined(steps)));
    }
    if (machine.cores() < 2) {
      throw new ClusterException(
          "This machine has one core: the model is fitted to 1 and 2 workers with a core each");
    }
  }

  private String header(LogoConfig config, Machines.Shared machine) {
    return String.format(
        Locale.ROOT,
        "bench scaling preset=%s batch-per-worker=%d sam-rho=%s cores=%d workers=%s steps=%s"
            + " rounds=%d repetitions=%d",
        config.model().preset(),
        config.train().batch(),
        config.optimiser().sam().rho(),
        machine.cores(),
        joined(workers),
        joined(steps),
        rounds,
        repetitions);
  }

  private void print(Sample sample) {
    console.line(
        "measured workers=%d steps=%d round-ms=%.1f training-ms=%.1f exchange-ms=%.1f"
            + " latency-ms=%.1f",
        sample.workers(),
        sample.steps(),
        1e3 * sample.cost().seconds(),
        1e3 * sample.cost().training(),
        1e3 * sample.cost().exchange(),
        1e3 * sample.cost().latency());
  }

  private static String joined(List<Integer> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
