package org.logoformer.jobs.report;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.picture.AttentionFrames;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.sweep.page.SweepPage;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo report}: the page of a run or of a sweep, from its files. */
@Command(
    name = "report",
    description =
        "Writes one HTML page about a run or a sweep, with its pictures as SVG and PNG and its tables as CSV"
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
              + " the folder of the run, or sweep.html in that of the sweep.")
  private String out;

  @Option(
      names = "--attention",
      paramLabel = "FOLDER",
      description =
          "Shows what the network attends to in the clips whose pictures 'logo predict --attention'"
              + " wrote to this folder. They show faces: handle the page like the clips.")
  private String attention;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LogoConfig config = options.config();
    Configuration hadoop = SharedPaths.hadoop(config);
    Path folder = new Path(SharedPaths.input(config.run().dir(), hadoop), config.run().name());
    try {
      RunFolder run = new RunFolder(folder);
      boolean sweep = isSweep(hadoop, run);
      Path beside = sweep ? run.sweepPage() : run.report();
      Path page = out == null ? beside : SharedPaths.output(out, hadoop);
      List<AttentionFrames> clips = attention(hadoop);
      if (sweep) {
        ReportWriter.requireRun(clips, folder);
      }
      if (!options.isDryRun() && sweep) {
        SweepPage.write(hadoop, run, page);
      } else if (!options.isDryRun()) {
        ReportWriter.write(hadoop, folder, page, clips);
      }
      String what = options.isDryRun() ? "Would write " : "Wrote ";
      String about = sweep ? " about the sweep in " : " about the run in ";
      spec.commandLine().getOut().println(what + page + about + folder);
    } catch (IOException e) {
      throw RunFiles.unreadable(folder, e);
    }
  }

  private List<AttentionFrames> attention(Configuration hadoop) {
    return attention == null
        ? List.of()
        : AttentionSection.read(hadoop, SharedPaths.input(attention, hadoop));
  }

  private static boolean isSweep(Configuration hadoop, RunFolder folder) throws IOException {
    return folder.folder().getFileSystem(hadoop).exists(folder.sweep());
  }
}
