package org.logoformer.jobs.bench.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.provenance.Build;

/**
 * The finished trainings of a work folder, a JSON object per line, under the hash of the whole
 * configuration and what computed it, since another instruction set rounds otherwise. Safe for use
 * by several threads of one process.
 */
final class Ledger {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  private final Path file;
  private final String computer;
  private final Map<String, Figures> known = new HashMap<>();

  private Ledger(Path file, String computer) {
    this.file = file;
    this.computer = computer;
  }

  /**
   * The trainings that {@code file} tells of. A last line that was not finished is dropped.
   *
   * @param file need not exist; its folder is made
   * @param computer of the trainings that are found and added here, such as {@code avx2}
   * @throws DataException if a line cannot be read
   */
  static Ledger open(Path file, String computer) {
    Ledger ledger = new Ledger(file, computer);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) {
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (whole.length() < text.length()) {
          Files.writeString(file, whole);
        }
        whole.lines().forEach(ledger::read);
      }
    } catch (IOException e) {
      throw unusable(file, e);
    }
    return ledger;
  }

  /** The figures of a training of this configuration, if it is finished. */
  synchronized Optional<Figures> find(Training training) {
    return Optional.ofNullable(known.get(key(computer, training.config().hash())));
  }

  /** Appends a finished training. */
  synchronized void add(Training training, Figures figures) {
    ObjectNode line = JSON.createObjectNode();
    line.put("what", training.what());
    line.put("seed", training.seed());
    line.put("computer", computer);
    line.put("precision", training.precision().label());
    line.put("diverged", figures.isDiverged());
    line.setAll(JSON.<ObjectNode>valueToTree(figures));
    line.put("revision", Build.revision());
    line.put("config", training.config().hash());
    try {
      Files.write(
          file,
          (line + "\n").getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unusable(file, e);
    }
    known.put(key(computer, training.config().hash()), figures);
  }

  private void read(String line) {
    try {
      ObjectNode json = JSON.readValue(line, ObjectNode.class);
      // Trainings of former versions have none.
      json.putIfAbsent("seconds-epoch", DoubleNode.valueOf(Double.NaN));
      known.put(
          key(json.path("computer").asText(), json.path("config").asText()),
          JSON.treeToValue(json, Figures.class));
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s has the line '%s', which is no finished training: delete the line"
              .formatted(file, line),
          e);
    }
  }

  private static String key(String computer, String config) {
    return computer + " " + config;
  }

  private static ClusterException unusable(Path file, IOException e) {
    return new ClusterException(
        "Cannot use " + file + ": " + e.getMessage() + "; name another folder with --work", e);
  }
}
