package org.logoformer.jobs;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.logoformer.cli.Logo;

/** The command line in a process of its own, which can die. */
public final class LogoProcess {
  private LogoProcess() {}

  /**
   * Starts a command with the class path and the options of this process.
   *
   * @param log gets what it prints
   * @param properties further options of the JVM
   * @param words command and arguments
   */
  public static Process start(Path log, List<String> properties, List<String> words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens") || a.startsWith("-D"))
        .forEach(command::add);
    command.addAll(properties);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Logo.class.getName()));
    command.addAll(words);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
