package org.logoformer.jobs.bench.step;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.logoformer.cli.Logo;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;

/** This program in a process of its own, whose memory holds nothing of earlier measurements. */
final class ChildProcess {
  private ChildProcess() {}

  /**
   * Peak resident set of a process that takes a few steps of {@code config}, bytes.
   *
   * @param folder for files, exists
   */
  static long peakResident(LogoConfig config, Path folder) {
    try {
      Path file = Files.writeString(folder.resolve("child.conf"), config.render());
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.addAll(
          List.of(
              "-cp", System.getProperty("java.class.path"), Logo.class.getName(), "bench", "rss"));
      command.addAll(List.of("--config", file.toString()));
      command.add("threads=" + config.train().threads());
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String answer = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
      return ResidentBench.parse(answer);
    } catch (IOException e) {
      throw new ClusterException("Cannot start a Java process: " + e.getMessage(), e);
    }
  }
}
