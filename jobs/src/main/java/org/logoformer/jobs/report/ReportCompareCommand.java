package org.logoformer.jobs.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.run.SeedMetrics;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo report compare}: some runs on one page. */
@Command(
    name = "compare",
    description = "Writes one HTML page about some runs side by side.",
    footer = {
      "",
      "Arguments without = are runs: names below run.dir, or paths. Example: logo report compare"
          + " base wide run.dir=hdfs:///runs --out comparison.html"
    },
    sortOptions = false)
final class ReportCompareCommand implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--out",
      paramLabel = "HTML",
      defaultValue = "comparison.html",
      description =
          "The page, on this machine unless a scheme says otherwise (default: ${DEFAULT-VALUE}).")
  private String out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    List<String> names = new ArrayList<>();
    LogoConfig config =
        options.config(
            arguments -> {
              arguments.stream().filter(a -> !a.contains("=")).forEach(names::add);
              return arguments.stream().filter(a -> a.contains("=")).toList();
            });
    if (names.size() < 2) {
      throw new ConfigException(
          "'logo report compare' got %d runs: name two or more, such as 'logo report compare base wide'"
              .formatted(names.size()));
    }
    Configuration hadoop = SharedPaths.hadoop(config);
    Path runs = SharedPaths.input(config.run().dir(), hadoop);
    List<Path> folders = names.stream().map(name -> new Path(runs, name)).toList();
    Path page = SharedPaths.output(out, hadoop);
    if (!options.isDryRun()) {
      page(hadoop, config, folders).write(hadoop, ComparePage.TITLE, page);
    }
    String what = options.isDryRun() ? "Would write " : "Wrote ";
    spec.commandLine().getOut().println(what + page + " about " + String.join(", ", names));
  }

  private static Sheet page(Configuration hadoop, LogoConfig config, List<Path> folders) {
    Map<String, SeedMetrics> seeds = new LinkedHashMap<>();
    List<RunRecord> runs = new ArrayList<>();
    for (Path folder : folders) {
      try {
        RunFiles.seeds(hadoop, folder).ifPresent(of -> seeds.put(folder.getName(), of));
        runs.addAll(RunFiles.readAll(hadoop, folder));
      } catch (IOException e) {
        throw RunFiles.unreadable(folder, e);
      }
    }
    try {
      return ComparePage.of(seeds, runs, DifferenceSection.read(hadoop, config, folders));
    } catch (IOException e) {
      throw RunFiles.unreadable(folders.get(0), e);
    }
  }
}
