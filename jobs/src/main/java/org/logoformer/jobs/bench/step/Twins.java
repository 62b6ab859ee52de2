package org.logoformer.jobs.bench.step;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.OutputFile;
import org.logoformer.jobs.bench.measure.Peer;
import org.logoformer.models.Models;

/**
 * The networks that are written a second time, in PyTorch: resources {@code
 * bench/twins/<model.name>.py}, each all that a comparison with PyTorch needs of a network.
 */
final class Twins {
  private static final String FOLDER = "/org/logoformer/jobs/bench/twins/";

  private static final Peer.Library PYTORCH =
      new Peer.Library(
          "PyTorch", "torch", Twins.class, List.of("torch_peer.py", "torch_parts.py"), "--python");

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
    return OutputFile.copy(Twins.class, resource(name), folder.resolve("twin.py"));
  }

  /** PyTorch with a twin, in a process of its own; see {@code torch_peer.py}. */
  static Peer peer(String python, Path folder) {
    return new Peer(python, PYTORCH, folder);
  }

  private static String resource(String name) {
    return FOLDER + name + ".py";
  }
}
