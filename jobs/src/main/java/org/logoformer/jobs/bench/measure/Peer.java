package org.logoformer.jobs.bench.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.logoformer.error.ClusterException;

/**
 * What is compared with: a Python script in a child process that answers one request at a time and
 * is idle in between. Requests and answers are lines of JSON, which the script explains.
 */
public final class Peer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a script needs and where it lies.
   *
   * @param name of the library, as people write it
   * @param pip what pip calls it
   * @param beside a class in whose package the scripts are resources
   * @param scripts the one to run, then what it imports
   * @param option that names the interpreter
   */
  public record Library(
      String name, String pip, Class<?> beside, List<String> scripts, String option) {
    /** Copies the list. */
    public Library {
      scripts = List.copyOf(scripts);
    }
  }

  private final String python;
  private final Library library;
  private final Path folder;
  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  /**
   * Starts the script.
   *
   * @param python the interpreter
   * @param folder for files, exists
   * @throws ClusterException if there is no such interpreter
   */
  public Peer(String python, Library library, Path folder) {
    this.python = python;
    this.library = library;
    this.folder = folder;
    for (String script : library.scripts()) {
      OutputFile.copy(library.beside(), script, folder.resolve(script));
    }
    ProcessBuilder command =
        new ProcessBuilder(python, folder.resolve(library.scripts().get(0)).toString());
    // It is set for the sake of a JVM's many threads; PyTorch is faster as it comes.
    command.environment().remove("GOMP_SPINCOUNT");
    command.redirectError(log().toFile());
    try {
      this.process = command.start();
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot run the Python interpreter '%s' (%s): name one with %s"
              .formatted(python, e.getMessage(), library.option()),
          e);
    }
    this.requests = process.outputWriter();
    this.answers = process.inputReader();
  }

  /** A request to be filled in. */
  public static ObjectNode request(String name) {
    return JSON.createObjectNode().put("request", name);
  }

  /**
   * The answer to {@code request}.
   *
   * @throws RefusedException if the script could not do it
   * @throws ClusterException if the library is not there or the process died
   */
  public JsonNode ask(ObjectNode request) {
    String line;
    try {
      requests.write(request.toString());
      requests.newLine();
      requests.flush();
      line = answers.readLine();
    } catch (IOException e) {
      line = remainingLine();
    }
    if (line == null) {
      throw new ClusterException(
          "The %s process ended during '%s': %s".formatted(library.name(), request, errors()));
    }
    JsonNode answer = parsed(line);
    if (answer.has("missing")) {
      throw new ClusterException(
          "No %s for '%s' (%s): install it with '%s -m pip install %s', or name another interpreter with %s"
              .formatted(
                  library.name(),
                  python,
                  answer.get("missing").asText(),
                  python,
                  library.pip(),
                  library.option()));
    }
    if (answer.has("error")) {
      throw new RefusedException(answer.get("error").asText());
    }
    return answer;
  }

  /** A line that it wrote before it stopped reading. */
  private String remainingLine() {
    try {
      return answers.readLine();
    } catch (IOException e) {
      return null;
    }
  }

  private JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The " + library.name() + " process answered '" + line + "'", e);
    }
  }

  private Path log() {
    return folder.resolve("peer.log");
  }

  private String errors() {
    try {
      String text = Files.readString(log()).strip();
      return text.substring(Math.max(0, text.length() - 2000));
    } catch (IOException e) {
      return "it left no message";
    }
  }

  @Override
  public void close() {
    try {
      // The end of its input ends it.
      requests.close();
      answers.close();
    } catch (IOException e) {
      // It has ended already.
    }
    process.destroy();
  }

  /** The script cannot do what was asked. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
