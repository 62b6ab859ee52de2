package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.OutputFile;
import org.logoformer.jobs.bench.table.Table;
import org.logoformer.jobs.dryrun.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo bench claims}: which of the paper's orderings hold on synthetic clips. */
@Command(
    name = "claims",
    description = {
      "Trains with and without the compact loss, in both of its forms, late and from the",
      "start, with and without SAM, and from wide and narrow first weights, always from",
      "the same seeds, and says whether the differences in test UAR are larger than what",
      "seeds do.",
      "Running the same command again skips finished trainings."
    },
    footer = {"", "On clips of 'logo synth' unless data.shards is set."},
    sortOptions = false)
public final class ClaimsBench implements Runnable {
  @Mixin private Workshop workshop;
  @Mixin private Confirmation confirmation;

  @Option(
      names = "--seeds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Trainings of each setting, from run.seed on (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(names = "--out", paramLabel = "FILE", description = "The table as Markdown.")
  private Path markdown;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    if (seeds < 2) {
      throw new ConfigException(
          "--seeds %d: a single seed does not tell how much seeds differ".formatted(seeds));
    }
    LogoConfig base = workshop.base("claims.conf");
    List<Training> trainings = Training.bySeed(base, seeds, Claim::trainings);
    PrintWriter out = spec.commandLine().getOut();
    if (workshop.isDryRun()) {
      new DryRun(base, out).local();
      trainings.forEach(out::println);
      out.flush();
      return;
    }
    List<Figures> figures = workshop.train(trainings, workshop.clips(base, out), out);
    List<Series> series = Series.of(trainings, figures);
    Table table = table(series);
    out.print(table.text());
    claims(series).forEach(out::println);
    confirmation.lines(workshop, series, out).forEach(out::println);
    out.flush();
    Optional.ofNullable(markdown).ifPresent(file -> OutputFile.write(file, table.markdown()));
  }

  private static Table table(List<Series> series) {
    List<List<String>> rows = new ArrayList<>();
    for (Series s : series) {
      rows.add(
          List.of(
              s.what(),
              s.uarText(),
              s.worstText(),
              s.dropText(),
              s.what().equals(Claim.REFERENCE) ? "reference" : s.minus(series.get(0)).signed(),
              String.format(Locale.ROOT, "%.0f", s.seconds())));
    }
    return new Table(
        List.of("setting", "UAR, 95 %", "worst", "drop shuffled", "paired difference", "s"), rows);
  }

  /** What the paper says, and what the clips say of it. */
  private static List<String> claims(List<Series> series) {
    List<String> lines = new ArrayList<>();
    for (Claim claim : Claim.values()) {
      Interval gain = Series.find(series, claim.with()).minus(Series.find(series, claim.without()));
      lines.add(
          "claim %s difference=%s verdict=%s"
              .formatted(Setting.lower(claim).replace('_', '-'), gain.signed(), verdict(gain)));
    }
    return lines;
  }

  private static String verdict(Interval gain) {
    if (gain.isAboveZero()) {
      return "holds";
    }
    return gain.isBelowZero() ? "contradicted" : "noise";
  }
}
