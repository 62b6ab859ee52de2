package org.logoformer.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.logoformer.config.KeyGuide;
import picocli.CommandLine.Model.CommandSpec;

/** The part of a command's help that lists the keys it reads, with an example of each. */
final class KeysOfCommand {
  private static final Map<String, List<String>> GROUPS =
      Map.ofEntries(
          Map.entry("prep", List.of("prep", "spark")),
          Map.entry("synth", List.of("synth", "spark")),
          Map.entry(
              "train",
              List.of(
                  "run", "data", "model", "loss", "optimiser", "train", "sweep.parallel", "spark")),
          Map.entry(
              "sweep",
              List.of("sweep", "run", "data", "model", "loss", "optimiser", "train", "spark")),
          Map.entry("evaluate", List.of("run", "data", "evaluate", "model", "spark")),
          Map.entry("compare", List.of("run.dir", "run.seed", "evaluate.resamples")),
          Map.entry(
              "predict",
              List.of(
                  "model", "data.shards", "data.normalise", "data.sampling", "evaluate", "spark")),
          Map.entry("import", List.of("model")),
          Map.entry("export", List.of("model")),
          Map.entry("report", List.of("run")),
          Map.entry("doctor", List.of("run", "data.shards", "train", "spark")));

  private KeysOfCommand() {}

  /** Adds the list behind what the command says itself. */
  static void addTo(CommandSpec command) {
    List<String> groups = GROUPS.get(command.name());
    if (groups == null) {
      return;
    }
    List<String> lines = new ArrayList<>(Arrays.asList(command.usageMessage().footer()));
    lines.add("");
    lines.add("Keys, with an example or the default ('logo config KEY' explains each):");
    for (String group : groups) {
      for (KeyGuide key : KeyGuide.of(group)) {
        // picocli reads % and @ in a footer as its own.
        lines.add("  " + key.example().replace("%", "%%").replace("@|", "@ |"));
      }
    }
    command.usageMessage().footer(lines.toArray(String[]::new));
  }
}
