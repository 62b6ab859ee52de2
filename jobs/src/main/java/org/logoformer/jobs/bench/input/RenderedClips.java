package org.logoformer.jobs.bench.input;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.Commands;

/**
 * Clips to measure with, in FERV39K's layout, and the shards made of them.
 *
 * @param config whose settings hold where no other is named
 * @param folder for the files, exists
 */
record RenderedClips(Commands commands, LogoConfig config, Path folder) {
  /**
   * Renders clips as long as FERV39K's; where they are.
   *
   * @param clips a fifth of them for testing
   * @param size pixels
   */
  Path render(int clips, int size) {
    Path source = folder.resolve("clips");
    int tests = Math.max(1, clips / 5);
    run(
        "synth",
        "synth.layout=ferv39k",
        "synth.output=" + source,
        "synth.size=" + size,
        "synth.train-clips=" + (clips - tests),
        "synth.test-clips=" + tests,
        "spark.master=local[*]");
    return source;
  }

  /** Makes a set on one core; what the command says. */
  String prepare(Path source, Path output, String format) {
    return prepare(output, "prep.source=" + source, "prep.format=" + format);
  }

  /**
   * As above.
   *
   * @param settings of the source and what becomes of it
   */
  String prepare(Path output, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of("prep.output=" + output, "spark.master=local[1]"));
    return run("prep", all.toArray(String[]::new));
  }

  private String run(String command, String... settings) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(config.arguments());
    line.addAll(List.of(settings));
    StringWriter said = new StringWriter();
    commands.require(new PrintWriter(said, true), line);
    return said.toString();
  }
}
