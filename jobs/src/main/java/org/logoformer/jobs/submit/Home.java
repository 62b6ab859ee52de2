package org.logoformer.jobs.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.logoformer.error.ClusterException;

/**
 * The project's folder on this machine.
 *
 * @param root holds {@code submit} with the scripts and what the build put below {@code
 *     submit/target/dist}
 */
public record Home(Path root) {
  /** System property: the folder. */
  public static final String PROPERTY = "logoformer.home";

  private static final String MAIN = "logoformer-core-";

  /** As {@code submit/logo} says, else the working directory. */
  public static Home ofProcess() {
    return new Home(Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath());
  }

  /** Folder of the job's jars. */
  Path app() {
    return root.resolve("submit/target/dist/app");
  }

  /** The Spark home that the build assembled. */
  public Path spark() {
    return root.resolve("submit/target/dist/spark");
  }

  /** A file beside the scripts. */
  Path submit(String file) {
    return root.resolve("submit").resolve(file);
  }

  /** Name of the jar with the main class. */
  String mainJar() {
    return jars().stream()
        .filter(Home::isMain)
        .findFirst()
        .orElseThrow(
            () -> new ClusterException("No " + MAIN + "*.jar in " + app() + ": run mvn package"));
  }

  /** Names of the other jars, sorted. */
  List<String> dependencies() {
    return jars().stream().filter(jar -> !isMain(jar)).toList();
  }

  private static boolean isMain(String jar) {
    return jar.startsWith(MAIN);
  }

  private List<String> jars() {
    try (Stream<Path> files = Files.list(app())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new ClusterException("No job jars in " + app() + ": run mvn package", e);
    }
  }
}
