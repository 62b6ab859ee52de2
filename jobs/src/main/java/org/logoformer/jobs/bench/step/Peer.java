package org.logoformer.jobs.bench.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.logoformer.error.ClusterException;

/**
 * PyTorch with the same network, its {@link Twins twin}, in a child process that answers one
 * request at a time and is idle in between. Requests and answers are lines of JSON; the script
 * beside this class explains them.
 */
final class Peer implements AutoCloseable {
  private static final String SCRIPT = "torch_peer.py";
  private static final String PARTS = "torch_parts.py";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String python;
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
  Peer(String python, Path folder) {
    this.python = python;
    this.folder = folder;
    Path script = Twins.copy(SCRIPT, folder.resolve(SCRIPT));
    Twins.copy(PARTS, folder.resolve(PARTS));
    ProcessBuilder command = new ProcessBuilder(python, script.toString());
    // It is set for the sake of a JVM's many threads; PyTorch is faster as it comes.
    command.environment().remove("GOMP_SPINCOUNT");
    command.redirectError(log().toFile());
    try {
      this.process = command.start();
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot run the Python interpreter '%s' (%s): name one with --python"
              .formatted(python, e.getMessage()),
          e);
    }
    this.requests = process.outputWriter();
    this.answers = process.inputReader();
  }

  /** A request to be filled in. */
  static ObjectNode request(String name) {
    return JSON.createObjectNode().put("request", name);
  }

  /**
   * The answer to {@code request}.
   *
   * @throws RefusedException if the script could not do it
   * @throws ClusterException if PyTorch is not there or the process died
   */
  JsonNode ask(ObjectNode request) {
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
          "The PyTorch process ended during '%s': %s".formatted(request, errors()));
    }
    JsonNode answer = parsed(line);
    if (answer.has("missing")) {
      throw new ClusterException(
          "No PyTorch for '%s' (%s): install it with '%s -m pip install torch', or name another"
                  .formatted(python, answer.get("missing").asText(), python)
              + " interpreter with --python");
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

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException("The PyTorch process answered '" + line + "'", e);
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
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
