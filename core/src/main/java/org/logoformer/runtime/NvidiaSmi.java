package org.logoformer.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.logoformer.error.ClusterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The GPUs that the driver's own tool names. It is asked once: it takes up to seconds, every thread
 * that touches ND4J wants to know, and GPUs do not come and go. A driver that hangs does not let it
 * end, so it is not waited for without a limit.
 */
final class NvidiaSmi {
  private static final Logger LOG = LoggerFactory.getLogger(NvidiaSmi.class);
  private static final NvidiaSmi OF_PROCESS =
      new NvidiaSmi(
          List.of("nvidia-smi", Gpu.QUERY, "--format=csv,noheader"), Duration.ofMinutes(1));

  private final List<String> command;
  private final Duration limit;
  private Answer answer;

  /**
   * @param command prints the GPUs, one a line, as {@link Gpu#parse} reads them
   * @param limit how long it may take
   */
  NvidiaSmi(List<String> command, Duration limit) {
    this.command = List.copyOf(command);
    this.limit = limit;
  }

  /** What all of this process share. */
  static NvidiaSmi ofProcess() {
    return OF_PROCESS;
  }

  /**
   * What it said.
   *
   * @param gpus none if there is no driver, or none answers
   * @param silence why there was no answer in time; empty if there was one
   */
  record Answer(List<Gpu> gpus, String silence) {
    /**
     * Throws if it did not answer.
     *
     * @throws ClusterException with the remedy
     */
    void require() {
      if (!silence.isEmpty()) {
        throw new ClusterException("This is a CUDA build, but " + silence);
      }
    }
  }

  /** Asks at the first call; others wait for that answer. */
  synchronized Answer answer() {
    if (answer == null) {
      answer = ask();
    }
    return answer;
  }

  private Answer ask() {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      // A line a GPU fits the pipe, so that it ends without being read.
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        try (BufferedReader lines = process.inputReader()) {
          return new Answer(Gpu.parse(lines.lines().toList()), "");
        }
      }
      // Inside a driver that hangs even this may not end it: it is not waited for.
      process.destroyForcibly();
      return silent(
          "'%s' did not answer within %d s: the driver or a GPU hangs; restart the machine, or use others"
              .formatted(command.get(0), limit.toSeconds()));
    } catch (IOException e) {
      // It comes with the driver: without it there is no driver.
      return new Answer(List.of(), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while asking for the GPUs of this machine", e);
    }
  }

  private static Answer silent(String why) {
    LOG.warn("No GPU is known: {}", why);
    return new Answer(List.of(), why);
  }
}
