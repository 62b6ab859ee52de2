package org.logoformer.jobs.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/** A folder that is deleted with its content when it is closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {
  /** Makes a new folder. */
  public TemporaryFolder() {
    this(make());
  }

  private static Path make() {
    try {
      return Files.createTempDirectory("logo-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    FileUtils.deleteQuietly(path.toFile());
  }
}
