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
import org.logoformer.jobs.dryrun.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo bench precision}: whether a faster precision converges as 32 bits do. */
@Command(
    name = "precision",
    description = {
      "Trains with f32 and with another precision from the same seeds, and compares",
      "the test UAR.",
      "Running the same command again skips finished trainings."
    },
    footer = {"", "On clips of 'logo synth' unless data.shards is set."},
    sortOptions = false)
public final class PrecisionBench implements Runnable {
  /** By how much the UAR may change on average. */
  static final double TOLERANCE = 0.02;

  @Mixin private Workshop workshop;

  @Option(
      names = "--other",
      defaultValue = "bf16-math",
      paramLabel = "PRECISION",
      description = "A value of train.precision (default: ${DEFAULT-VALUE}).")
  private String other;

  @Option(
      names = "--seeds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Pairs of trainings, from run.seed on (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LogoConfig base = workshop.base("claims.conf").with("train.precision=" + other);
    if (seeds < 2 || base.train().precision() == Precision.F32) {
      throw new ConfigException(
          "--seeds %d --other %s: at least two pairs are compared with f32"
              .formatted(seeds, other));
    }
    List<Training> trainings = pairs(base);
    PrintWriter out = spec.commandLine().getOut();
    if (workshop.isDryRun()) {
      new DryRun(base, out).local();
      trainings.forEach(out::println);
      out.flush();
      return;
    }
    KernelsFactory.requireServed(base.train().kernels(), base.train().precision());
    Clips clips = workshop.clips(base, out);
    report(workshop.train(trainings, clips, out), out);
  }

  /** By seed: 32 bits, then the other. */
  private List<Training> pairs(LogoConfig base) {
    return Training.bySeed(
        base,
        seeds,
        seeded ->
            List.of(Training.of("f32", seeded, "train.precision=f32"), Training.of(other, seeded)));
  }

  private void report(List<Figures> figures, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    double[] changes = new double[seeds];
    for (int i = 0; i < seeds; i++) {
      double reference = figures.get(2 * i).pooled();
      double changed = figures.get(2 * i + 1).pooled();
      changes[i] = changed - reference;
      rows.add(
          List.of(
              Integer.toString(i + 1),
              text("%.4f", reference),
              text("%.4f", changed),
              text("%+.4f", changes[i])));
    }
    out.print(new Table(List.of("pair", "f32", other, "difference"), rows).text());
    Interval change = Interval.of(changes);
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
