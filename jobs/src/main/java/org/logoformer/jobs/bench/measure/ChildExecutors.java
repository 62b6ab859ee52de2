package org.logoformer.jobs.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.logoformer.error.ClusterException;

/** Spark's executors that this process has started, as Linux shows them. */
public final class ChildExecutors {
  private static final String MAIN = "org.apache.spark.executor.CoarseGrainedExecutorBackend";
  private static final String ID = "--executor-id";
  private static final int PATIENCE_SECONDS = 60;

  private ChildExecutors() {}

  /** Processes by executor id. */
  public static Map<String, ProcessHandle> running() {
    Map<String, ProcessHandle> found = new TreeMap<>();
    ProcessHandle.current()
        .descendants()
        .forEach(child -> executor(arguments(child)).ifPresent(id -> found.put(id, child)));
    return found;
  }

  /** Waits until those that were told to end have done so and use no core any more. */
  public static void awaitEnd() {
    for (ProcessHandle executor : running().values()) {
      try {
        executor.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("Interrupted while executors were ending", e);
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        throw new ClusterException(
            "Executor process %d does not end: end it and run this again".formatted(executor.pid()),
            e);
      }
    }
  }

  /** The id that an executor's command line names; empty if it is no executor's. */
  static Optional<String> executor(List<String> arguments) {
    int id = arguments.indexOf(ID);
    return arguments.contains(MAIN) && id >= 0 && id + 1 < arguments.size()
        ? Optional.of(arguments.get(id + 1))
        : Optional.empty();
  }

  /** From /proc, because {@link ProcessHandle.Info} cuts class paths off; empty if it has ended. */
  private static List<String> arguments(ProcessHandle process) {
    Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    try {
      return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }
}
