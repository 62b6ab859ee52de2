package org.logoformer.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.NewFile;

/**
 * The files of one checkpoint. {@code state.json} is written last and holds length and CRC32C of
 * the others:
 *
 * <pre>{"version": 1, "epoch": 12, "round": 288, "score": 0.41,
 *  "files": {"params.safetensors": {"bytes": 30412060, "crc32c": "1a2b3c4d"}, ..}, "state": {..}}
 * </pre>
 *
 * <p>A score that was measured later stands in {@code score.json} beside it and wins: <code>
 * {"score": 0.41}</code>.
 */
record CheckpointFolder(FileSystem fileSystem, Path path) {
  static final int VERSION = 1;

  private static final String PARAMS = "params.safetensors";
  private static final String MOMENTUM = "momentum.safetensors";
  private static final String OUTER = "outer.safetensors";
  private static final String STATE = "state.json";
  private static final String SCORE = "score.json";
  static final String REMEDY =
      "delete that checkpoint's folder to go on from the one before (without one, from the"
          + " beginning)";
  private static final int MOST_STATE_BYTES = 64 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes all files; says nothing about commitment. */
  void write(Checkpoint checkpoint) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    root.put("epoch", checkpoint.id().epoch());
    root.put("round", checkpoint.id().round());
    checkpoint.score().ifPresent(score -> root.put("score", score));
    ObjectNode files = root.putObject("files");
    write(PARAMS, new Safetensors(checkpoint.params(), checkpoint.settings()), files);
    write(MOMENTUM, new Safetensors(checkpoint.momentum()), files);
    write(OUTER, new Safetensors(checkpoint.outer()), files);
    root.set("state", checkpoint.state());
    try (OutputStream out = NewFile.create(fileSystem, new Path(path, STATE))) {
      out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }
  }

  private void write(String name, Safetensors content, ObjectNode files) throws IOException {
    Path file = new Path(path, name);
    CRC32C crc = copied(content, NewFile.create(fileSystem, file));
    files
        .putObject(name)
        .put("bytes", fileSystem.getFileStatus(file).getLen())
        .put("crc32c", hex(crc));
  }

  private static CRC32C copied(Safetensors content, OutputStream to) throws IOException {
    CRC32C crc = new CRC32C();
    try (OutputStream out = new CheckedOutputStream(new BufferedOutputStream(to, 1 << 16), crc)) {
      content.write(out);
    }
    return crc;
  }

  /** Whether it holds the tensors of {@code checkpoint}, bit for bit. */
  boolean holds(Checkpoint checkpoint) throws IOException {
    JsonNode files = root().path("files");
    // Another version of this program may have written another header, or none.
    return holds(PARAMS, new Safetensors(checkpoint.params(), settings()), files)
        && holds(MOMENTUM, new Safetensors(checkpoint.momentum()), files)
        && holds(OUTER, new Safetensors(checkpoint.outer()), files);
  }

  private Map<String, String> settings() throws IOException {
    Path file = new Path(path, PARAMS);
    long length = fileSystem.getFileStatus(file).getLen();
    try (InputStream in = fileSystem.open(file)) {
      return SafetensorsHeader.read(in, length, file.toString()).metadata();
    }
  }

  private static boolean holds(String name, Safetensors content, JsonNode files)
      throws IOException {
    String crc = hex(copied(content, OutputStream.nullOutputStream()));
    return crc.equals(files.path(name).path("crc32c").asText());
  }

  /** Adds or replaces the score; the files that are there stay as they are. */
  void write(double score) {
    byte[] json = JSON.createObjectNode().put("score", score).toString().getBytes(UTF_8);
    AtomicFile.write(fileSystem, new Path(path, SCORE), out -> out.write(json));
  }

  /** The score that was stored with it. */
  OptionalDouble score() throws IOException {
    return score(root());
  }

  private OptionalDouble score(JsonNode root) throws IOException {
    JsonNode score = root.path("score");
    try {
      score = JSON.readTree(AtomicFile.read(fileSystem, new Path(path, SCORE))).path("score");
    } catch (FileNotFoundException e) {
      // Not measured, or by an earlier version, which wrote it with the state.
    } catch (JsonProcessingException e) {
      throw new DataException("%s/%s is no legal JSON: delete that file".formatted(path, SCORE), e);
    }
    return score.isNumber() ? OptionalDouble.of(score.doubleValue()) : OptionalDouble.empty();
  }

  /** What {@link Checkpoint#state} is, without reading the tensors. */
  ObjectNode state() throws IOException {
    return state(root());
  }

  private ObjectNode state(JsonNode root) {
    if (root.path("state") instanceof ObjectNode state) {
      return state;
    }
    throw new DataException(path + "/" + STATE + " has no state" + remedy());
  }

  /**
   * Reads everything and checks it against {@code state.json}.
   *
   * @throws DataException if a file is missing or broken, or the version is a later one
   */
  Checkpoint read(CheckpointId id) throws IOException {
    JsonNode root = root();
    if (root.path("epoch").asInt(-1) != id.epoch() || root.path("round").asInt(-1) != id.round()) {
      throw new DataException(
          "%s/%s is of epoch %s, round %s: the folder was renamed; give it its own name back"
              .formatted(path, STATE, root.path("epoch"), root.path("round")));
    }
    Safetensors params = read(PARAMS, root);
    return new Checkpoint(
        id,
        score(root),
        params.metadata(),
        params.tensors(),
        read(MOMENTUM, root).tensors(),
        read(OUTER, root).tensors(),
        state(root));
  }

  private Safetensors read(String name, JsonNode root) throws IOException {
    Path file = new Path(path, name);
    JsonNode expected = root.path("files").path(name);
    long length = fileSystem.getFileStatus(file).getLen();
    if (length != expected.path("bytes").asLong(-1)) {
      throw new DataException(
          "%s has %d bytes, %s says %s%s"
              .formatted(file, length, STATE, expected.path("bytes"), remedy()));
    }
    CRC32C crc = new CRC32C();
    try (InputStream in = new CheckedInputStream(fileSystem.open(file, 1 << 16), crc)) {
      Safetensors content = Safetensors.read(in, length, file.toString());
      if (!hex(crc).equals(expected.path("crc32c").asText())) {
        throw new DataException(
            "%s has CRC %s, %s says %s%s"
                .formatted(file, hex(crc), STATE, expected.path("crc32c").asText(), remedy()));
      }
      return content;
    }
  }

  private JsonNode root() throws IOException {
    Path file = new Path(path, STATE);
    long length = fileSystem.getFileStatus(file).getLen();
    if (length > MOST_STATE_BYTES) {
      throw new DataException(
          "%s has %d bytes, more than %d%s".formatted(file, length, MOST_STATE_BYTES, remedy()));
    }
    JsonNode root;
    try (InputStream in = fileSystem.open(file)) {
      root = JSON.readTree(in.readNBytes(MOST_STATE_BYTES));
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s is no legal JSON: %s%s".formatted(file, e.getOriginalMessage(), remedy()), e);
    }
    int version = root.path("version").asInt(0);
    if (version < 1 || version > VERSION) {
      throw new DataException(
          "%s is of format version %s, this program reads up to %d: use a newer one"
              .formatted(file, root.path("version"), VERSION));
    }
    return root;
  }

  private static String remedy() {
    return ": " + REMEDY;
  }

  private static String hex(CRC32C crc) {
    return "%08x".formatted(crc.getValue());
  }
}
