package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.table.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench precision}: whether a faster precision converges as 32 bits do. */
@Command(
    name = "precision",
    description = {
      "Trains with f32 and with another precision from the same seeds, and compares",
      "the test UAR.",
      "Running the same command again skips finished trainings."
    },
    footer = {"", "On clips of 'logo synth' unless data.shards is set."})
public final class PrecisionBench implements Runnable {
  /** By how much the UAR may change on average. */
  static final double TOLERANCE = 0.02;

  @Mixin private TrainingOptions options;

  @Option(
      names = "--other",
      paramLabel = "PRECISION",
      description = "A value of train.precision (default: ${DEFAULT-VALUE}).")
  private String other = "bf16";

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Pairs of trainings, from run.seed on (default: ${DEFAULT-VALUE}).")
  private int seeds = 5;

  @Override
  public void run() {
    LogoConfig base = options.base("claims.conf").with("train.precision=" + other);
    if (seeds < 2 || base.train().precision() == Precision.F32) {
      throw new ConfigException(
          "--seeds %d --other %s: at least two pairs are compared with f32"
              .formatted(seeds, other));
    }
    List<Training> trainings = pairs(base);
    if (options.printsOnly(base, trainings)) {
      return;
    }
    KernelsFactory.requireServed(base.train().kernels(), base.train().precision());
    List<Figures> figures = options.train(trainings, options.clips(base));
    report(Series.of(trainings, figures), options.out());
  }

  /** By seed: 32 bits, then the other. */
  private List<Training> pairs(LogoConfig base) {
    return Training.bySeed(
        base,
        seeds,
        seeded ->
            List.of(Training.of("f32", seeded, "train.precision=f32"), Training.of(other, seeded)));
  }

  private void report(List<Series> series, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      double reference = series.get(0).figures().get(i).pooled();
      double changed = series.get(1).figures().get(i).pooled();
      rows.add(
          List.of(
              Integer.toString(i + 1),
              text("%.4f", reference),
              text("%.4f", changed),
              text("%+.4f", changed - reference)));
    }
    out.print(new Table(List.of("pair", "f32", other, "difference"), rows).text());
    Interval change = series.get(1).minus(series.get(0));
    out.printf(
        Locale.ROOT,
        "precision %s uar-difference=%s tolerance=%.3f verdict=%s%n",
        other,
        change.signed(),
        TOLERANCE,
        isSafe(change) ? "safe" : "unsafe");
    out.flush();
  }

  /** Whether the UAR stays where it was, on average; not if a training diverged. */
  static boolean isSafe(Interval change) {
    return Math.abs(change.mean()) <= TOLERANCE;
  }

  private static String text(String format, double value) {
    return Double.isNaN(value) ? "diverged" : String.format(Locale.ROOT, format, value);
  }
}
