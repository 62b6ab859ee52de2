package org.logoformer.jobs.bench.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.logoformer.error.ConfigException;
import org.logoformer.models.Models;

/**
 * The networks that are written a second time, in PyTorch: resources {@code
 * bench/twins/<model.name>.py}, each all that a comparison with PyTorch needs of a network.
 */
final class Twins {
  private static final String FOLDER = "/org/logoformer/jobs/bench/twins/";

  private Twins() {}

  /** Values of {@code model.name} that have a twin, sorted. */
  static List<String> names() {
    return StreamSupport.stream(Models.names().spliterator(), false)
        .filter(name -> Twins.class.getResource(resource(name)) != null)
        .toList();
  }

  /**
   * Refuses a network without a twin.
   *
   * @throws ConfigException naming those that have one
   */
  static void require(String name) {
    if (!names().contains(name)) {
      throw new ConfigException(
          "For the comparison with PyTorch model.name must be one of %s: there is no twins/%s.py"
              .formatted(String.join(", ", names()), name));
    }
  }

  /** Writes the twin called {@code name} into {@code folder}; where it is then. */
  static Path write(String name, Path folder) {
    return copy(resource(name), folder.resolve("twin.py"));
  }

  /** Writes a resource, as this class finds it, to {@code file}. */
  static Path copy(String resource, Path file) {
    try (InputStream in = Twins.class.getResourceAsStream(resource)) {
      return Files.write(file, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    return FOLDER + name + ".py";
  }
}
