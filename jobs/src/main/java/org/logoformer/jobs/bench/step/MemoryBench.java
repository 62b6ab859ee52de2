package org.logoformer.jobs.bench.step;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.Drift;
import org.logoformer.jobs.bench.measure.OutputFile;
import org.logoformer.jobs.bench.measure.Shorthand;
import org.logoformer.jobs.bench.measure.Workload;
import org.logoformer.jobs.picture.CurvePicture;
import org.logoformer.jobs.picture.Pictures;
import org.logoformer.jobs.picture.Theme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench memory}: whether memory stays flat over many steps. */
@Command(
    name = "memory",
    description = "Takes many training steps and fails if resident or native memory drifts.",
    footer = {
      "",
      "The first tenth of the steps is warm-up. The Java heap is collected before each sample:"
          + " garbage is no leak. Exit code 4 if memory is not flat."
    })
public final class MemoryBench implements Runnable {
  private static final double FLAT = 0.02;

  @Mixin private ConfigOptions options;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Training steps (default: ${DEFAULT-VALUE}).")
  private int steps = 2000;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "How often to look at the memory (default: ${DEFAULT-VALUE}).")
  private int samples = 100;

  @Option(names = "--plot", paramLabel = "PNG", description = "Draw the samples into this file.")
  private Path plot;

  @Override
  public void run() {
    LogoConfig config = options.config(Shorthand::expand);
    PrintWriter out = options.out();
    new StepReport(out, config).header();
    MemorySamples taken = sample(config);
    Optional.ofNullable(plot).ifPresent(file -> draw(taken, file));
    boolean flat = true;
    for (Map.Entry<String, List<Double>> series : taken.megabytes().entrySet()) {
      int all = series.getValue().size();
      Drift drift = Drift.of(series.getValue().subList(all / 10, all));
      flat &= drift.isFlat(FLAT);
      out.printf(
          Locale.ROOT,
          "memory %-14s start-mb=%.1f end-mb=%.1f drift=%+.2f%% largest=%.2f%%%n",
          series.getKey(),
          drift.start(),
          drift.end(),
          100 * drift.net(),
          100 * drift.largest());
    }
    out.println("verdict " + (flat ? "flat" : "growing") + " within=2% steps=" + steps);
    out.flush();
    if (!flat) {
      throw new ClusterException(
          "Memory moved by more than 2 %% in %d steps: see the lines above, draw it with --plot"
              .formatted(steps));
    }
  }

  private MemorySamples sample(LogoConfig config) {
    MemorySamples taken = new MemorySamples();
    int every = Math.max(1, steps / samples);
    try (BenchNetwork network =
        new BenchNetwork(config, Workload.of(config, config.train().batch()))) {
      for (int step = 1; step <= steps; step++) {
        network.step();
        if (step % every == 0) {
          taken.take(step);
        }
      }
    }
    return taken;
  }

  private static void draw(MemorySamples taken, Path file) {
    List<CurvePicture.Line> lines = new ArrayList<>();
    taken
        .megabytes()
        .forEach(
            (name, megabytes) ->
                lines.add(new CurvePicture.Line(name + ", MB", taken.steps(), megabytes)));
    Pictures.drawn(() -> CurvePicture.png("Memory", "step", lines, Double.NaN, Theme.LIGHT))
        .ifPresent(png -> OutputFile.write(file, png));
  }
}
