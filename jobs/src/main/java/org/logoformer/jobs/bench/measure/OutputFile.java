package org.logoformer.jobs.bench.measure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

  /**
   * Writes the resource called {@code name} in the package of {@code beside}, or with a leading
   * slash wherever it says; where it is then.
   */
  public static Path copy(Class<?> beside, String name, Path file) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      write(file, in.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
