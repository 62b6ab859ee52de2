package org.logoformer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.logoformer.config.KeyGuide;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logo config}: what the keys mean. */
@Command(
    name = "config",
    description = "Explains a key, all keys of a group, or all keys there are.",
    sortOptions = false)
final class ConfigCommand implements Runnable {
  @Parameters(
      arity = "0..*",
      paramLabel = "KEY",
      description = "Such as train.averaging-frequency, or a group such as optimiser.sam.")
  private final List<String> names = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    List<KeyGuide> guides =
        names.isEmpty()
            ? KeyGuide.all()
            : names.stream().flatMap(name -> KeyGuide.of(name).stream()).toList();
    for (KeyGuide guide : guides) {
      spec.commandLine()
          .getOut()
          .printf(Locale.ROOT, "%s = %s%n    %s%n", guide.key(), guide.value(), guide.meaning());
    }
  }
}
