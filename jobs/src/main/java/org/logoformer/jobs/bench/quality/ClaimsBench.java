package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.OutputFile;
import org.logoformer.jobs.bench.table.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    })
public final class ClaimsBench implements Runnable {
  @Mixin private TrainingOptions options;
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
      paramLabel = "N",
      description = "Trainings of each setting, from run.seed on (default: ${DEFAULT-VALUE}).")
  private int seeds = 5;

  @Option(names = "--out", paramLabel = "FILE", description = "The table as Markdown.")
  private Path markdown;

  @Override
  public void run() {
    if (seeds < 2) {
      throw new ConfigException(
          "--seeds %d: a single seed does not tell how much seeds differ".formatted(seeds));
    }
    Comparison comparison = Comparison.of(what);
    LogoConfig base = options.base("claims.conf");
    List<Training> trainings = Training.bySeed(base, seeds, comparison::trainings);
    PrintWriter out = options.out();
    if (options.printsOnly(base, trainings)) {
      return;
    }
    List<Series> series = Series.of(trainings, options.train(trainings, options.clips(base)));
    ClaimsReport report = new ClaimsReport(base, series);
    Table table = report.table();
    out.print(table.text());
    report.claims(comparison).forEach(out::println);
    confirmation.lines(options, series).forEach(out::println);
    out.flush();
    Optional.ofNullable(markdown).ifPresent(file -> OutputFile.write(file, table.markdown()));
  }
}
