package org.logoformer.jobs.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.DryRun;
import org.logoformer.jobs.bench.scaling.CostModel;
import org.logoformer.jobs.bench.scaling.Fit;
import org.logoformer.jobs.bench.scaling.Machines;
import org.logoformer.jobs.bench.scaling.Sample;
import org.logoformer.jobs.bench.scaling.ScalingTables;
import org.logoformer.jobs.bench.table.Section;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code logo bench scaling}: how rounds grow with workers, and what a cluster would make of it.
 */
@Command(
    name = "scaling",
    description = {
      "Measures rounds of averaging with executor processes of one core each, at a constant batch"
          + " per worker; fits a cost model to those that have a core each, predicts the others and"
          + " the efficiency of a cluster."
    },
    footer = {
      "",
      "train.batch is the batch of one worker. Without settings: the quickstart's network, 4 clips"
          + " a step."
    },
    sortOptions = false)
final class ScalingBench implements Runnable {
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
      defaultValue = "16",
      paramLabel = "N",
      description = "Rounds per repetition that count (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "64",
      paramLabel = "N",
      description = "Steps of each worker before that (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--repetitions",
      defaultValue = "3",
      paramLabel = "N",
      description = "Repetitions, of which the median counts (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Option(
      names = "--network",
      defaultValue = "10",
      paramLabel = "GBIT/S",
      description = "Links of the cluster whose efficiency is predicted (${DEFAULT-VALUE}).")
  private double network;

  @Option(names = "--out", paramLabel = "MARKDOWN", description = "Write the tables here too.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    // Who is late is part of what is measured.
    LogoConfig config =
        options
            .config(DEFAULTS, "the defaults of bench scaling")
            .with("train.threads=1", "train.post-local-epochs=0", "train.stragglers=wait");
    if (options.isDryRun()) {
      new DryRun(config, printer()).local();
      return;
    }
    Machines.Shared machine = new Machines.Shared(Runtime.getRuntime().availableProcessors());
    require(machine);
    line(header(config, machine));
    List<Sample> samples =
        new ScalingRuns(config, workers, steps, repetitions, rounds, warmUp).measure(this::told);
    List<Section> sections = sections(samples, machine);
    sections.forEach(section -> line("\n" + section.text().stripTrailing()));
    if (out != null) {
      write("# bench scaling\n\n" + header(config, machine) + "\n\n", sections);
    }
  }

  private void require(Machines.Shared machine) {
    if (!workers.containsAll(List.of(1, 2)) || steps.stream().distinct().count() < 2) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
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
        config.model().preset().name().toLowerCase(Locale.ROOT),
        config.train().batch(),
        config.optimiser().sam().rho(),
        machine.cores(),
        joined(workers),
        joined(steps),
        rounds,
        repetitions);
  }

  private List<Section> sections(List<Sample> samples, Machines.Shared machine) {
    List<Sample> measured = samples.stream().filter(s -> s.workers() <= 2).toList();
    CostModel model = Fit.of(measured, machine);
    ScalingTables tables =
        new ScalingTables(samples, model, measured.get(0).volume(), machine, count -> count <= 2);
    return List.of(
        new Section("Cost model", "Fitted to W = 1 and 2.", tables.coefficients()),
        new Section("Rounds, measured / model", errors(tables), tables.rounds()),
        new Section(
            String.format(
                Locale.ROOT,
                "Predicted efficiency, %%, with a core per worker and links of %.1f Gbit/s",
                network),
            "Clips per second as a share of W times those of one worker that never averages."
                + " Assumes equal machines, the broadcast as Spark's torrent, the reduction sliced"
                + " over the workers, and a driver that starts 2 W tasks a round one by one.",
            tables.efficiency(new Machines.Separate(network * 1e9 / Byte.SIZE))));
  }

  private static String errors(ScalingTables tables) {
    List<Double> errors = tables.errors();
    return errors.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "Error of the predicted lines: median %.1f %%, worst %.1f %%.",
            100 * Blocks.median(errors),
            100 * errors.get(errors.size() - 1));
  }

  private void told(Sample sample) {
    line(
        String.format(
            Locale.ROOT,
            "measured workers=%d steps=%d round-ms=%.1f training-ms=%.1f exchange-ms=%.1f"
                + " latency-ms=%.1f",
            sample.workers(),
            sample.steps(),
            1e3 * sample.cost().seconds(),
            1e3 * sample.cost().training(),
            1e3 * sample.cost().exchange(),
            1e3 * sample.cost().latency()));
  }

  private void write(String title, List<Section> sections) {
    String text =
        sections.stream().map(Section::markdown).collect(Collectors.joining("\n", title, ""));
    try {
      Files.writeString(out, text);
    } catch (IOException e) {
      throw new ClusterException("Cannot write " + out + ": " + e.getMessage(), e);
    }
  }

  private static String joined(List<Integer> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private void line(String text) {
    PrintWriter printer = printer();
    printer.println(text);
    printer.flush();
  }

  private PrintWriter printer() {
    return spec.commandLine().getOut();
  }
}
