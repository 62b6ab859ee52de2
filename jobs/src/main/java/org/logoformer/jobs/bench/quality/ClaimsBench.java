package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
      "Trains settings that the paper compares, always from the same seeds, and says whether",
      "the differences in test UAR are larger than what seeds do, how much UAR is lost when the",
      "frames of each clip are shuffled, and what the settings cost.",
      "Running the same command again skips finished trainings."
    },
    footer = {
      "",
      "On clips of 'logo synth' unless data.shards is set. Seconds are those of one training",
      "beside the others of --at-once."
    },
    sortOptions = false)
public final class ClaimsBench implements Runnable {
  @Mixin private Workshop workshop;
  @Mixin private Confirmation confirmation;

  @Option(
      names = "--of",
      defaultValue = "losses",
      paramLabel = "WHAT",
      description = {
        "losses: with and without the compact loss, in both of its forms, late and from the",
        "start, with and without SAM, from wide and narrow first weights; attention: the",
        "panels of Fig. 1; sampling: ds and ti, of two networks; networks: those of Tables 1",
        "and 2, all trained as LOGO-Former is (default: ${DEFAULT-VALUE})."
      })
  private String what;

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
    Comparison comparison = Comparison.of(what);
    LogoConfig base = workshop.base("claims.conf");
    List<Training> trainings = Training.bySeed(base, seeds, comparison::trainings);
    PrintWriter out = spec.commandLine().getOut();
    if (workshop.isDryRun()) {
      new DryRun(base, out).local();
      trainings.forEach(out::println);
      out.flush();
      return;
    }
    List<Figures> figures = workshop.train(trainings, workshop.clips(base, out), out);
    List<Series> series = Series.of(trainings, figures);
    ClaimsReport report = new ClaimsReport(base, series);
    Table table = report.table();
    out.print(table.text());
    report.claims(comparison).forEach(out::println);
    confirmation.lines(workshop, series, out).forEach(out::println);
    out.flush();
    Optional.ofNullable(markdown).ifPresent(file -> OutputFile.write(file, table.markdown()));
  }
}
