package org.logoformer.jobs.comparison;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.metrics.Bootstrap;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo compare}: whether one of two networks is better on the same clips. */
@Command(
    name = "compare",
    customSynopsis = "logo compare RUN1 RUN2 [--fold K,..] [--out FILE.json] [key=value...]",
    description = {
      "Holds two networks against each other on the same clips: UAR, WAR and recalls, McNemar's"
          + " test, and 95 %% intervals of the differences by a bootstrap over the clips.",
      "RUN1 and RUN2 are folders of runs or of evaluations below them, names of runs in run.dir,"
          + " or files of predictions (Parquet or CSV). Differences are first minus second.",
      "If both were trained with run.seeds, their means over the seeds are compared by Welch's t."
    },
    sortOptions = false)
public final class CompareCommand implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--fold",
      split = ",",
      paramLabel = "K",
      description = "Folds of the runs; all they have, counted together, unless given.")
  private List<Integer> folds = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE.json",
      description =
          "Gets all figures with all digits; on this machine unless a scheme says otherwise.")
  private String out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    List<String> given = new ArrayList<>();
    LogoConfig config = options.config(words -> settings(words, given));
    if (given.size() != 2) {
      throw new ConfigException(
          "compare takes two runs or files of predictions, and was given %d: %s"
              .formatted(given.size(), given));
    }
    Configuration hadoop = SharedPaths.hadoop(config);
    List<Path> places = given.stream().map(g -> Tested.place(g, config, hadoop)).toList();
    Optional<SeedComparison> seeds = SeedComparison.read(given, places, hadoop);
    if (seeds.isPresent()) {
      write(hadoop, seeds.get().json());
      seeds.get().print(spec.commandLine().getOut());
      return;
    }
    Tested first = Tested.read(given.get(0), folds, config, hadoop);
    Tested second = Tested.read(given.get(1), folds, config, hadoop);
    Bootstrap how = new Bootstrap(Math.max(1, config.evaluate().resamples()), config.run().seed());
    Comparison comparison = Comparison.of(first, second, how);
    write(hadoop, comparison.json());
    ComparisonText.print(comparison, spec.commandLine().getOut());
  }

  private void write(Configuration hadoop, ObjectNode json) {
    if (out != null && !options.isDryRun()) {
      byte[] text = (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(hadoop, SharedPaths.output(out, hadoop), stream -> stream.write(text));
    }
  }

  /** Words without an equals sign are no settings: they name what is compared. */
  private static List<String> settings(List<String> words, List<String> given) {
    words.stream().filter(word -> !word.contains("=")).forEach(given::add);
    return words.stream().filter(word -> word.contains("=")).toList();
  }
}
