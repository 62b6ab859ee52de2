package org.logoformer.jobs.bench.measure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.logoformer.error.DataException;

/**
 * Runs {@code logo <arguments>} in this process, as {@link org.logoformer.cli.Logo#run} does:
 * rendering and preparing belong to another module.
 */
@FunctionalInterface
public interface Commands {
  /** Runs a command line and returns its exit code. */
  int run(PrintWriter out, PrintWriter err, String... arguments);

  /**
   * Runs a command line that must not fail.
   *
   * @param out gets what it says
   * @throws DataException if it fails, with what it says of that
   */
  default void require(PrintWriter out, List<String> line) {
    StringWriter err = new StringWriter();
    int exitCode = run(out, new PrintWriter(err, true), line.toArray(String[]::new));
    if (exitCode != 0) {
      throw new DataException(
          "'logo %s' ended with code %d: %s"
              .formatted(line.get(0), exitCode, err.toString().strip()));
    }
  }
}
