package org.logoformer.jobs.report;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo report}: the page of a run, from the files of the run. */
@Command(
    name = "report",
    description =
        "Writes one HTML page about a run, with its pictures as SVG and PNG and its tables as CSV"
            + " and LaTeX in a folder beside it.",
    subcommands = ReportCompareCommand.class,
    sortOptions = false)
public final class ReportCommand implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--out",
      paramLabel = "HTML",
      description =
          "The page, on this machine unless a scheme says otherwise; the default is report.html in"
              + " the folder of the run.")
  private String out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LogoConfig config = options.config();
    Configuration hadoop = SharedPaths.hadoop(config);
    Path folder = new Path(SharedPaths.input(config.run().dir(), hadoop), config.run().name());
    Path page = out == null ? new RunFolder(folder).report() : SharedPaths.output(out, hadoop);
    String what = options.isDryRun() ? "Would write " : "Wrote ";
    if (!options.isDryRun()) {
      write(hadoop, folder, page);
    }
    spec.commandLine().getOut().println(what + page + " about the run in " + folder);
  }

  private static void write(Configuration hadoop, Path folder, Path page) {
    try {
      ReportWriter.write(hadoop, folder, page);
    } catch (IOException e) {
      throw RunFiles.unreadable(folder, e);
    }
  }
}
