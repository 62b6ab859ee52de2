package org.logoformer.shard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.storage.NewFile;

/**
 * What a task says about the shard it has finished; the driver makes the manifest of all of them.
 * As a file beside the unfinished set it lets a later run keep the shard.
 *
 * @param plan hash of what the shard was planned to hold
 * @param shard the file
 * @param clips its records, in order
 * @param pixels sums over all stored pixels
 * @param quarantined the clips that were planned but are not stored
 */
public record ShardReport(
    String plan,
    Shard shard,
    List<ClipRecord> clips,
    PixelSums pixels,
    List<Quarantined> quarantined) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Copies the lists. */
  public ShardReport {
    clips = List.copyOf(clips);
    quarantined = List.copyOf(quarantined);
  }

  /** Writes the report; it is not there until it is complete. */
  public void write(FileSystem files, Path path, Path unfinished) throws IOException {
    try (OutputStream out = NewFile.create(files, unfinished);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("plan", plan);
      ManifestPrinter printer = new ManifestPrinter(json);
      json.writeFieldName("shard");
      printer.print(shard);
      json.writeArrayFieldStart("clips");
      for (ClipRecord clip : clips) {
        printer.print(clip);
      }
      json.writeEndArray();
      printPixels(json);
      json.writeArrayFieldStart("quarantined");
      for (Quarantined clip : quarantined) {
        MAPPER.writeValue(json, MAPPER.valueToTree(clip));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    files.delete(path, false);
    if (!files.rename(unfinished, path)) {
      throw new IOException("cannot rename " + unfinished + " to " + path);
    }
  }

  /** Reads a report; empty if there is none, or none that makes sense. */
  public static Optional<ShardReport> read(FileSystem files, Path path) throws IOException {
    if (!files.exists(path)) {
      return Optional.empty();
    }
    try (InputStream in = files.open(path)) {
      return Optional.of(report(MAPPER.readTree(in)));
    } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
      // Left by a crash: the shard is made again.
      return Optional.empty();
    }
  }

  private static ShardReport report(JsonNode root) throws IOException {
    List<ClipRecord> clips = new ArrayList<>();
    for (JsonNode clip : root.get("clips")) {
      clips.add(ManifestReader.clip(clip));
    }
    List<Quarantined> quarantined = new ArrayList<>();
    for (JsonNode clip : root.get("quarantined")) {
      quarantined.add(MAPPER.treeToValue(clip, Quarantined.class));
    }
    JsonNode pixels = root.get("pixels");
    return new ShardReport(
        root.get("plan").asText(),
        ManifestReader.shard(root.get("shard")),
        clips,
        new PixelSums(
            pixels.get("count").asLong(), longs(pixels.get("sums")), longs(pixels.get("squares"))),
        quarantined);
  }

  private void printPixels(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("pixels");
    json.writeNumberField("count", pixels.pixels());
    json.writeFieldName("sums");
    json.writeArray(pixels.sums(), 0, 3);
    json.writeFieldName("squares");
    json.writeArray(pixels.squares(), 0, 3);
    json.writeEndObject();
  }

  private static long[] longs(JsonNode array) {
    return new long[] {array.get(0).asLong(), array.get(1).asLong(), array.get(2).asLong()};
  }
}
