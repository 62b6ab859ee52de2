package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.shard.Manifest;

/**
 * The synthetic shard sets of a work folder, each rendered and prepared once.
 *
 * @param commands runs {@code logo <arguments>}: rendering belongs to another module
 */
record SyntheticShards(Path work, Commands commands) {
  /** {@link org.logoformer.cli.Logo#run}. */
  @FunctionalInterface
  interface Commands {
    /** Runs a command line and returns its exit code. */
    int run(PrintWriter out, PrintWriter err, String... arguments);
  }

  /**
   * The folder of the set that {@code synth} and {@code prep} of a configuration describe.
   *
   * @param out gets what the commands say
   * @throws DataException if one of them fails
   */
  String folder(LogoConfig config, PrintWriter out) {
    Path clips = work.resolve("clips-" + name(config)).toAbsolutePath();
    Path shards = work.resolve("shards-" + name(config)).toAbsolutePath();
    // The manifest is written last.
    if (!Files.exists(shards.resolve(Manifest.FILE))) {
      run(config, out, "synth", "synth.output=" + clips);
      run(config, out, "prep", "prep.source=" + clips, "prep.output=" + shards);
    }
    return shards.toString();
  }

  private void run(LogoConfig config, PrintWriter out, String command, String... settings) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(config.arguments());
    line.addAll(Arrays.asList(settings));
    // In this process, whatever cluster the configuration is for.
    line.add("spark.master=local[*]");
    StringWriter err = new StringWriter();
    int exitCode = commands.run(out, new PrintWriter(err, true), line.toArray(String[]::new));
    if (exitCode != 0) {
      throw new DataException(
          "'logo %s' of the synthetic clips ended with code %d: %s"
              .formatted(command, exitCode, err.toString().strip()));
    }
  }

  /** Equal for sets with the same clips, whatever is trained on them. */
  private static String name(LogoConfig config) {
    String[] onlyData =
        config.arguments().stream()
            .filter(argument -> argument.startsWith("prep.") || argument.startsWith("synth."))
            .toArray(String[]::new);
    return LogoConfig.of(onlyData).hash().substring(0, 12);
  }
}
