package org.logoformer.jobs.slots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.logoformer.runtime.DeviceBinding;

/**
 * Stands in for CUDA on a machine without a GPU: notes which thread of which process was put onto
 * which GPU, and whether ND4J's native code was loaded by then.
 */
public final class ObservedDevice implements DeviceBinding {
  /** System property: the folder where each process keeps its notes. */
  static final String NOTES = "logoformer.test.devices";

  /** A note. */
  record Note(String process, int gpu, String thread, boolean nd4jRuns) {}

  @Override
  public void bind(int ordinal) {
    String folder = System.getProperty(NOTES);
    if (folder == null) {
      throw new IllegalStateException("A GPU was selected in a test that expects none");
    }
    String note =
        "%d %s %s%n".formatted(ordinal, Thread.currentThread().getName(), nativeCodeIsLoaded());
    Path file = Path.of(folder, Long.toString(ProcessHandle.current().pid()));
    try {
      Files.writeString(file, note, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean nativeCodeIsLoaded() {
    try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
      return mapped.anyMatch(line -> line.contains("libnd4jcpu"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All notes, of each process in order. */
  static List<Note> notes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().flatMap(ObservedDevice::of).toList();
    }
  }

  private static Stream<Note> of(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split(" ", -1))
          .map(
              word ->
                  new Note(
                      file.getFileName().toString(),
                      Integer.parseInt(word[0]),
                      word[1],
                      Boolean.parseBoolean(word[2])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
