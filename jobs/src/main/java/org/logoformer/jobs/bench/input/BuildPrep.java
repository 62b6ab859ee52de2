package org.logoformer.jobs.bench.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.Message;
import org.logoformer.jobs.submit.Home;

/**
 * {@code prep} of a build, each time in a process of its own that has run nothing before.
 *
 * @param root the folder of the project that was built
 * @param folder for what it writes
 */
record BuildPrep(Path root, Path folder) {
  /**
   * Checks that there is a build.
   *
   * @throws ConfigException if there is none
   */
  BuildPrep {
    if (!Files.isExecutable(script(root))) {
      throw new ConfigException(
          script(root) + " is no program: name the folder of a build of this project");
    }
  }

  private static Path script(Path root) {
    return root.resolve("submit/logo");
  }

  /**
   * Seconds for a set, with the start of Java and Spark.
   *
   * @param settings of the set, but for where it goes
   */
  double seconds(List<String> settings) {
    Path output = folder.resolve("built");
    List<String> command = new ArrayList<>(List.of(script(root).toString(), "prep"));
    command.addAll(settings);
    command.addAll(List.of("prep.output=" + output, "spark.master=local[1]"));
    Path said = folder.resolve("built.log");
    try {
      long start = System.nanoTime();
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
      // What submit/logo set it to for what a bench starts is this build's own: another has its.
      builder.environment().remove("SPARK_HOME", Home.ofProcess().spark().toString());
      Process process = builder.start();
      int exitCode = process.waitFor();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (exitCode != 0) {
        throw new ClusterException(
            Message.of(
                "'%s' ended with code %d: %s",
                String.join(" ", command), exitCode, Files.readString(said).strip()));
      }
      return seconds;
    } catch (IOException e) {
      throw new ClusterException("Cannot run " + script(root) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while another build was measured", e);
    } finally {
      FileUtils.deleteQuietly(output.toFile());
    }
  }
}
