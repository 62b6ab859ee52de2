package org.logoformer.jobs.report;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.RunConfig;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo report}: the page of a run, from the files of the run. */
@Command(
    name = "report",
    description = "Writes one HTML page about a run, with its pictures as PNG beside it.",
    sortOptions = false)
public final class ReportCommand implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--out",
      paramLabel = "HTML",
      description = "The page; the default is report.html in the folder of the run.")
  private String out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    RunConfig config = options.config().run();
    Path folder = new Path(config.dir(), config.name());
    Path page = out == null ? new Path(folder, "report.html") : new Path(out);
    String what = options.isDryRun() ? "Would write " : "Wrote ";
    if (!options.isDryRun()) {
      write(folder, page);
    }
    String whole = SharedPaths.qualified(page.toString(), new Configuration());
    spec.commandLine().getOut().println(what + whole + " about the run in " + folder);
  }

  private static void write(Path folder, Path page) {
    try {
      ReportWriter.write(new Configuration(), folder, page);
    } catch (IOException e) {
      throw RunFiles.unreadable(folder, e);
    }
  }
}
