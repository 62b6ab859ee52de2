package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.Commands;
import org.logoformer.shard.Manifest;

/**
 * The synthetic shard sets of a work folder, each rendered and prepared once.
 *
 * @param commands runs {@code logo <arguments>}: rendering belongs to another module
 */
record SyntheticShards(Path work, Commands commands) {
  /**
   * The folder of the set that {@code synth} and {@code prep} of a configuration describe.
   *
   * @param out gets what the commands say
   * @throws org.logoformer.error.DataException if one of them fails
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
    commands.require(out, line);
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
