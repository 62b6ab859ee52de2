package org.logoformer.jobs.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.logoformer.cli.Logo;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.submit.Home;
import org.logoformer.jobs.submit.NativeSettings;

/**
 * This program in a process of its own, whose memory holds nothing of earlier measurements and
 * whose native code has the instructions that a configuration says.
 */
public final class LogoProcess {
  private LogoProcess() {}

  /**
   * Runs a command line to its end.
   *
   * @param config what the native code follows
   * @param arguments of {@code logo}
   * @param line takes each line that is printed
   * @throws ClusterException if it fails; it said why on standard error
   */
  public static void run(LogoConfig config, List<String> arguments, Consumer<String> line) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(NativeSettings.javaOptions(config.spark()));
    command.add("-D" + Home.PROPERTY + "=" + Home.ofProcess().root());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Logo.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(NativeSettings.environment(config));
    try {
      Process process = builder.start();
      try (BufferedReader output = process.inputReader()) {
        output.lines().forEach(line);
      }
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new ClusterException(
            "'logo %s' ended with code %d; see above"
                .formatted(String.join(" ", arguments), exitCode));
      }
    } catch (IOException e) {
      throw new ClusterException("Cannot start a Java process: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted; the same command goes on", e);
    }
  }
}
