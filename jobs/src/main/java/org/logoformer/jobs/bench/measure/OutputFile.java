package org.logoformer.jobs.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.logoformer.error.ClusterException;

/** A local file that an option names. */
public final class OutputFile {
  private OutputFile() {}

  /**
   * Writes {@code text} in UTF-8.
   *
   * @throws ClusterException if that is not possible
   */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes {@code bytes}.
   *
   * @throws ClusterException if that is not possible
   */
  public static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new ClusterException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
