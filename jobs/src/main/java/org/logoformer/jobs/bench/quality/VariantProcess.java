package org.logoformer.jobs.bench.quality;

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
import org.logoformer.jobs.submit.NativeSettings;

/** This program in a process whose native code has the instructions that a configuration says. */
public final class VariantProcess {
  private final List<String> command;
  private final LogoConfig config;

  private VariantProcess(LogoConfig config, List<String> command) {
    this.config = config;
    this.command = command;
  }

  /**
   * To be run, for the lines that it prints.
   *
   * @param arguments of {@code logo}
   */
  public static VariantProcess lines(LogoConfig config, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(NativeSettings.javaOptions(config));
    command.add("-D" + Workshop.HOME + "=" + Workshop.home());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Logo.class.getName()));
    command.addAll(arguments);
    return new VariantProcess(config, command);
  }

  /**
   * Runs it to its end.
   *
   * @throws ClusterException if it fails; it said why on standard error
   */
  public void forEach(Consumer<String> line) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(NativeSettings.environment(config));
    try {
      Process process = builder.start();
      try (BufferedReader said = process.inputReader()) {
        said.lines().forEach(line);
      }
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new ClusterException(
            "The trainings with spark.native-variant = %s ended with code %d; see above"
                .formatted(Setting.lower(config.spark().nativeVariant()), exitCode));
      }
    } catch (IOException e) {
      throw new ClusterException("Cannot start a Java process: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted; the same command goes on", e);
    }
  }
}
